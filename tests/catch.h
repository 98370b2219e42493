#pragma once
// The one place that names the Catch2 header: version 2 (Debian 12) and version 3 differ in it.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
