"""Runs one command of dbt on a packed manifest: manifest_runner.py MANIFEST ARGUMENT ..."""

import sys
from pathlib import Path

from dbt.cli.main import dbtRunner
from quiet_dbt import skip_debug_messages
from shared_manifests import unpacked_manifest

skip_debug_messages()
done = dbtRunner(unpacked_manifest(Path(sys.argv[1]).read_bytes())).invoke(sys.argv[2:])
sys.exit(not done.success)
