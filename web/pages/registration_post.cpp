#include "web/pages/registration_post.h"

#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

const service::ItemView* find(const std::vector<service::ItemView>& items, std::string_view id) {
  for (const service::ItemView& each : items) {
    if (each.id == id) return &each;
    if (const service::ItemView* part = find(each.parts, id)) return part;
  }
  return nullptr;
}

}  // namespace

std::optional<PostedRegistration> readRegistration(const Action& action, const std::string& student_no) {
  const auto result = model::parseRegistrationResult(action.form["result"]);
  const auto seen = number(action.form["seen"]);
  if (!result || !seen) return std::nullopt;
  PostedRegistration posted;
  posted.seen = *seen;
  posted.row.row = 1;
  posted.row.student_no = student_no;
  posted.row.item = action.form["item"];
  posted.row.result = *result;
  posted.row.remark = action.form["remark"];
  posted.row.until = action.form["until"];
  posted.row.condition = action.form["condition"];
  posted.row.amount = action.form["amount"];
  return posted;
}

bool isAlreadySo(const Action& action, const service::RegistrationRow& row) {
  const auto student = action.queries().student(action.actor(), row.student_no);
  const service::ItemView* item = student ? findItem(student.value(), row.item) : nullptr;
  if (item == nullptr || item->registered_by != action.actor().name || item->remark != row.remark)
    return false;
  return item->registered == row.result && item->condition == row.condition &&
         (item->until ? model::formatDate(*item->until) : "") == row.until;
}

Typed typedInto(const service::RegistrationRow& row) {
  return {
      row.item, std::string(model::word(row.result)), row.remark, row.until, row.condition, row.amount, {},
      {}};
}

const service::ItemView* findItem(const service::StudentView& student, std::string_view id) {
  const service::ItemView* item = find(student.items, id);
  return item != nullptr ? item : find(student.not_applicable, id);
}

}  // namespace lixiao::web::pages
