// Compiled with -mavx2; see engine/workflow/CMakeLists.txt.
#define KERNELS kAvx2Kernels
#include "engine/workflow/batch_kernels_loops.h"
