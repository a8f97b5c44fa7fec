"""The library behind the Python models, and the simulator of the demo world."""

import os

import scipy.linalg  # noqa: F401  # NumPy's and SciPy's own copies of BLAS have to be loaded
from threadpoolctl import threadpool_limits

# The matrices are tall and thin: threads of BLAS wait for each other longer than they compute, and
# their number would show in the last digits.
threadpool_limits(1, user_api="blas")
# Threads of OpenMP spin while they wait for each other, which on busy cores takes several times the
# work itself. XGBoost's library reads this when it is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
