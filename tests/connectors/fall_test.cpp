#include "connectors/fall.h"

#include "tests/catch.h"

namespace lixiao::connectors {
namespace {

model::Value number(std::int64_t value) {
  return model::Value(value);
}

/// A delivery of one fact with these values, one student each.
Delivery saying(const std::vector<model::Value>& values) {
  Delivery delivery;
  for (std::size_t i = 0; i < values.size(); ++i)
    delivery.facts.push_back({std::to_string(i), "finance.tuition_due", values[i]});
  return delivery;
}

std::vector<model::Value> debtors(std::size_t owing, std::size_t all) {
  std::vector<model::Value> values(all, number(0));
  std::fill_n(values.begin(), owing, number(30000));
  return values;
}

}  // namespace

TEST_CASE("half the debtors gone is suspicious, a little less than half is not") {
  const auto before = debtors(40, 100);
  CHECK(suspiciousFall(before, saying(debtors(20, 100)), {50, 20}) ==
        Fall{"finance.tuition_due", Fall::Of::Open, 40, 20});
  CHECK_FALSE(suspiciousFall(before, saying(debtors(21, 100)), {50, 20}));
  CHECK_FALSE(suspiciousFall(before, saying(debtors(90, 100)), {50, 20}));
  CHECK_FALSE(suspiciousFall(before, saying(debtors(0, 100)), {0, 20}));
}

TEST_CASE("a count of few may fall as it likes, but not to nobody from a handful on") {
  CHECK_FALSE(suspiciousFall(debtors(19, 100), saying(debtors(1, 100)), {50, 20}));
  CHECK(suspiciousFall(debtors(20, 100), saying(debtors(1, 100)), {50, 20}));
  CHECK(suspiciousFall(debtors(19, 100), saying(debtors(0, 100)), {50, 20}) ==
        Fall{"finance.tuition_due", Fall::Of::Open, 19, 0});
  CHECK(suspiciousFall(debtors(5, 100), saying(debtors(0, 100)), {50, 20}));
  CHECK_FALSE(suspiciousFall(debtors(4, 100), saying(debtors(0, 100)), {50, 20}));
  CHECK(suspiciousFall(debtors(3, 100), saying(debtors(0, 100)), {50, 3}));
  CHECK_FALSE(suspiciousFall(debtors(19, 100), saying(debtors(0, 100)), {0, 20}));
}

TEST_CASE("values that are known no more and rooms that are all checked out are suspicious too") {
  const std::vector<model::Value> unknown(100);
  CHECK(suspiciousFall(debtors(0, 100), saying(unknown), {50, 20}) ==
        Fall{"finance.tuition_due", Fall::Of::Known, 100, 0});
  const std::vector<model::Value> in(100, model::Value(false)), out(100, model::Value(true));
  CHECK(suspiciousFall(in, saying(out), {50, 20}) == Fall{"finance.tuition_due", Fall::Of::Not, 100, 0});
  CHECK(suspiciousFall(out, saying(in), {50, 20}) == Fall{"finance.tuition_due", Fall::Of::Open, 100, 0});
}

TEST_CASE("the first delivery of all is never suspicious") {
  CHECK_FALSE(suspiciousFall(std::vector<model::Value>(100), saying(debtors(0, 100)), {50, 1}));
}

}  // namespace lixiao::connectors
