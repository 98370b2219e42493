#include "engine/service/permissions.h"

#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::About;
using service::Act;
using service::Actor;

namespace {

struct Line {
  const char* what;
  Act act;
  const char* department;  ///< whose item, document or list
  const char* may;         ///< those of kPeople who may, in their order
};

/// The student is U1 of 医学院, whom the registrar delivers.
const std::vector<std::pair<std::string, Actor>> kPeople = {
    {"admin", admin()},
    {"auditor", auditor()},
    {"system", system()},
    {"student", student("U1")},
    {"other student", student("U2")},
    {"college", staff("college", "医学院")},
    {"other college", staff("college", "护理学院")},
    {"library", staff("library")},
    {"registrar", staff("registrar")},
    {"graduate school", staff("graduate_school")},
    {"nobody's staff", staff("cafeteria")},
};

const Line kTable[] = {
    {"see U1", Act::SeeStudent, nullptr,
     "admin, auditor, system, student, college, library, registrar, graduate school"},
    {"see the overview", Act::SeeOverview, nullptr,
     "admin, auditor, system, college, other college, library, registrar, graduate school, nobody's staff"},
    {"register the college's item", Act::RegisterItem, "college", "system, college"},
    {"register the library's item", Act::RegisterItem, "library", "system, library"},
    {"hand over the registrar's document", Act::HandOverDocument, "registrar", "registrar"},
    {"hand over the college's document", Act::HandOverDocument, "college", "college"},
    {"submit the library's list", Act::SubmitList, "library", "system, library"},
    {"submit a list of a department with parts", Act::SubmitList, "college", "system"},
    {"declare", Act::Declare, nullptr, "student, other student"},
    {"confirm what the library has to", Act::ConfirmDeclaration, "library", "system, library"},
    {"deliver the roster", Act::DeliverRoster, nullptr, "system, registrar"},
    {"deliver facts", Act::DeliverFacts, nullptr, "admin, system, registrar"},
    {"activate an edition", Act::ActivateEdition, nullptr, "admin, system"},
    {"manage accounts", Act::ManageAccounts, nullptr, "admin, system"},
    {"read the journal", Act::ReadJournal, nullptr, "admin, auditor, system"},
};

}  // namespace

TEST_CASE("who may do what") {
  const workflow::Loaded loaded = workflow::load(smallEdition());
  REQUIRE(loaded.workflow);
  const workflow::Workflow& workflow = *loaded.workflow;
  std::vector<model::Value> attributes(workflow.attributes.size());
  attributes[*workflow.attribute("college")] = model::Value("医学院");

  for (const Line& line : kTable) {
    About about{.workflow = &workflow, .student_no = "U1", .attributes = &attributes};
    about.provider = &workflow.providers[0];
    if (line.department != nullptr) about.department = workflow.department(line.department);
    std::string may;
    for (const auto& [name, actor] : kPeople)
      if (!whyNot(actor, line.act, about)) may += (may.empty() ? "" : ", ") + name;
    INFO(line.what);
    CHECK(may == line.may);
  }
}
