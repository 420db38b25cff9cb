"""Operations: what an install, update or uninstall comes to, and how it is carried out, for any technology.

request         what is asked
target          which package, which version, which installer
installed       what is installed, correlated with the sources
decide          from request, target and what is installed to a plan; `update`, `uninstall`: which package is meant
make_plan       the plan itself, by the technology of the installer; `dependencies`: the plans within it
plan, plan_store    the value, and the plans of a session by their id
execute         download, lock, recover, check, change; `batch`: all that has an update
recovery        what an interrupted operation left
"""
