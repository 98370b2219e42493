#include "engine/workflow/load.h"

#include "tests/catch.h"
#include "tests/workflow/files.h"

using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;

TEST_CASE("The edition of 2015 loads without a finding", "[load]") {
  const Loaded loaded = load(edition(sourceDirectory() / "workflows/2015"));
  CHECK(formatted(loaded.diagnostics) == "");
  REQUIRE(loaded.workflow);
  CHECK(loaded.workflow->types.size() == 4);
  CHECK(loaded.tests.size() >= 40);
}
