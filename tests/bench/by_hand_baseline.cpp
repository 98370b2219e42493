#define DECIDE_BY_HAND decideByHandBaseline
#include "tests/bench/by_hand_loop.h"
