"""Configuration files: units that are tested or applied in an order.

document     a file's units as structs
values       YAML's plain scalars, expressions, ${WinGetConfigRoot}
read         a file to its document: 0.1, 0.2 and the form of DSC 3
order        dependencies first; circles and missing units are refused
handled      which resource of `desired` a unit is about
run          test and apply, unit by unit
"""
