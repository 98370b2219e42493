#include "rules/kernels.h"

#include "rules/kernels_avx2.h"

namespace lixiao::rules {

const KernelTable& bestKernels() {
#if defined(__x86_64__)
  if (avx2Kernels() && __builtin_cpu_supports("avx2")) return *avx2Kernels();
#endif
  return baselineKernels();
}

}  // namespace lixiao::rules
