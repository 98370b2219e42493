#include "rules/kernel_loops.h"

namespace lixiao::rules {

const KernelTable& baselineKernels() {
  return kLoops;
}

}  // namespace lixiao::rules
