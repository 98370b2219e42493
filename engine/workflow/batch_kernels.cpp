#define KERNELS kBaselineKernels
#include "engine/workflow/batch_kernels_loops.h"

namespace lixiao::workflow {

extern const BatchKernels kAvx2Kernels;

const BatchKernels* avx2Kernels() {
  static const bool available = __builtin_cpu_supports("avx2") != 0;
  return available ? &kAvx2Kernels : nullptr;
}

}  // namespace lixiao::workflow
