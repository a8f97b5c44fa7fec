"""The library behind the Python models, and the simulator of the demo world."""

import scipy.linalg  # noqa: F401  # NumPy's and SciPy's own copies of BLAS have to be loaded
from threadpoolctl import threadpool_limits

# The matrices are tall and thin: threads of BLAS wait for each other longer than they compute, and
# their number would show in the last digits.
threadpool_limits(1, user_api="blas")
