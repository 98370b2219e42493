#pragma once

#include "rules/kernels.h"

namespace lixiao::rules {

/// Only for processors that have AVX2; nullptr where the program was built without it.
const KernelTable* avx2Kernels();

}  // namespace lixiao::rules
