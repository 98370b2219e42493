// Compiled with -O3 -mavx2; see CMakeLists.txt.
#define DECIDE_BY_HAND decideByHandAvx2
#include "tests/bench/by_hand_loop.h"
