#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/service/wide_edition.h"

using namespace lixiao;
using namespace lixiao::service::test;
using Words = service::Commands::DeclaredWords;

namespace {

const service::Actor kHousing = staff("housing");
const Words kBoth = {{"residence", {"西校区", "东校区"}}, {"bank", {"工商银行"}}};

struct DeclaringWorld : World {
  DeclaringWorld() {
    activate(wideEdition());
    addStudents({resident("U1", "R1", "F1"), resident("U2", "R1", "F1")});
  }
  std::string declare(const Words& words) {
    const auto outcome = commands.declare(student("U1"), "homes", words);
    if (outcome) return "done";
    const std::string& field = outcome.refusal().field;
    return (field.empty() ? "" : field + ": ") + told(outcome);
  }
  model::Cause cause(const std::string& item = "homes") {
    return itemOf(*this, student("U1"), "U1", item).cause;
  }
  std::vector<service::DeclarationLine> waiting() { return queries.declarations(kHousing).value(); }
};

}  // namespace

TEST_CASE("a declaration needs a value of its type for each fact") {
  DeclaringWorld world;
  CHECK(world.declare({}) == "residence: invalid: Residence is missing");
  CHECK(world.declare({{"residence", {"东校区"}}}) == "bank: invalid: Bank is missing");
  CHECK(world.declare({{"residence", {"南校区"}}, {"bank", {"x"}}}).starts_with("residence: invalid: "));
  CHECK(world.declare({{"residence", {"东校区"}}, {"bank", {"x", "y"}}}) ==
        "bank: invalid: Bank: choose one");
  CHECK(world.declare({{"library.loans", {"0"}}}) == "invalid: library.loans is not declared here");
  CHECK(world.cause() == model::Cause::MustDeclare);
  CHECK(world.journal("declaration.made").empty());
}

TEST_CASE("what a department must confirm counts once it did") {
  DeclaringWorld world;
  REQUIRE(world.declare(kBoth) == "done");
  CHECK(world.cause() == model::Cause::AwaitsConfirmation);
  service::ItemView homes = itemOf(world, student("U1"), "U1", "homes");
  REQUIRE(homes.declares.size() == 2);
  CHECK(homes.declares[0].value == "东校区;西校区");
  CHECK_FALSE(homes.declares[0].confirmed);
  CHECK(homes.declares[1].confirmed);
  CHECK(homes.declarable);
  const auto payload = nlohmann::json::parse(world.journal("declaration.made")[0].entry.payload);
  CHECK(payload["values"] == nlohmann::json({{"bank", "工商银行"}, {"residence", "东校区;西校区"}}));
  CHECK(payload["unconfirmed"] == nlohmann::json({"residence"}));

  CHECK(world.queries.declarations(staff("office")).value().empty());
  CHECK(told(world.queries.declarations(student("U1"))) == "forbidden: you may not do this");
  REQUIRE(world.waiting().size() == 1);
  const std::int64_t seen = world.waiting()[0].revision;
  CHECK(told(world.commands.confirmDeclaration(staff("office"), "U1", "residence", seen)) ==
        "forbidden: Housing confirms this");
  CHECK(told(world.commands.confirmDeclaration(kHousing, "U2", "residence", seen)) ==
        "not found: nothing is declared that waits for you");
  REQUIRE(told(world.commands.confirmDeclaration(kHousing, "U1", "residence", seen)) == "done");
  CHECK(world.waiting().empty());
  CHECK(world.cause() == model::Cause::Declared);
  CHECK(world.cause("home.东校区") == model::Cause::AwaitsRegistration);
  CHECK(world.cause("home.校外") == model::Cause::DoesNotApply);
  const auto entry = world.journal("declaration.confirmed").at(0).entry;
  CHECK(entry.student_no == "U1");
  CHECK(entry.item == "residence");
  CHECK(nlohmann::json::parse(entry.payload)["value"] == "东校区;西校区");
}

TEST_CASE("what is sent back is declared again, and the student reads why") {
  DeclaringWorld world;
  REQUIRE(world.declare(kBoth) == "done");
  const std::int64_t seen = world.waiting()[0].revision;
  CHECK(told(world.commands.rejectDeclaration(kHousing, "U1", "residence", "", seen)) ==
        "invalid: a reason is needed");
  REQUIRE(told(world.commands.rejectDeclaration(kHousing, "U1", "residence", "不住西校区", seen)) == "done");
  CHECK(world.cause() == model::Cause::MustDeclare);
  CHECK(itemOf(world, student("U1"), "U1", "homes").declares[0].rejected == "不住西校区");
  Words again = kBoth;
  again["residence"] = {"校外"};
  REQUIRE(world.declare(again) == "done");
  CHECK(told(world.commands.confirmDeclaration(kHousing, "U1", "residence", seen)) ==
        "conflict: meanwhile the student declared something else: 校外");
  CHECK(itemOf(world, student("U1"), "U1", "homes").declares[0].rejected.empty());
}
