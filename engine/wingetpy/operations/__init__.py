"""Operations: what an install, update or uninstall comes to, and how it is carried out, for any technology.

request             what is asked
target, find_target which package, which version, which installer
installed           what is installed, correlated with the sources; `kept_wishes`: what was wished at its install
decide              from request, target and what is installed to a plan
update, uninstall   which installed package is meant; `updates`: what can be updated, and why the rest cannot
make_plan           the plan itself, by the technology of the installer; `dependencies`: the plans within it
plan, plan_store    the value, and the plans of a session by their id
perform             plan and execute, once more where another engine came in between; `batch`: all with an update
execute             download, lock, recover, check, change
recovery            what an interrupted operation left
"""
