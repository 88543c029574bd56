"""Rules that import contracts cannot express."""

import sys

import grimp

INPUT_OUTPUT = {"os", "socket", "subprocess", "pathlib", "asyncio", "sqlite3", "urllib", "time", "random", "tempfile"}
VALUES = {"gardefou", "numpy", "pydantic"}


def test_values_and_rules_do_no_input_or_output() -> None:
    graph = grimp.build_graph("gardefou", include_external_packages=True, cache_dir=None)
    pure = [
        module
        for module in graph.modules
        if module.startswith(("gardefou.kernel", "gardefou.governance")) or {"model", "rules"} & set(module.split("."))
        if not module.startswith("gardefou.adapters")
    ]
    assert pure
    leaks = [
        (module, imported)
        for module in pure
        for imported in graph.find_modules_directly_imported_by(module)
        if imported.split(".")[0] not in VALUES
        if imported.split(".")[0] in INPUT_OUTPUT or imported.split(".")[0] not in sys.stdlib_module_names
    ]
    assert not leaks
