#pragma once

#include <string>
#include <vector>

#include "rules/row.h"
#include "rules/rule.h"

namespace lixiao::rules::test {

enum Slots : Slot {
  kToday,
  kStudentType,
  kLeaveReason,
  kCollege,
  kClassCode,
  kBirthDate,
  kHandIn,
  kTuition,
  kDorm,
  kLoans,
  kFines,
  kProgress,
  kParty,
  kRefund,
  kClearedFinance,
  kOffset,
  kDegree,
  kScore,
  kEast,
  kWest,
  kSlots
};

inline Type studentTypes() {
  return Type::enumeration({"undergraduate", "long-programme", "eight-year", "postgraduate"});
}
inline Type leaveReasons() {
  return Type::enumeration({"毕业", "结业", "转学", "退学", "公派出国", "其他"});
}

/// The names that the tests speak of: an input of every type, calendar days, conditions, several words.
inline Scope university() {
  Scope scope;
  scope.addInput("today", Type::date(), kToday);
  scope.addInput("student_type", studentTypes(), kStudentType);
  scope.addInput("leave_reason", leaveReasons(), kLeaveReason);
  scope.addInput("college", Type::text(), kCollege);
  scope.addInput("class_code", Type::text(), kClassCode);
  scope.addInput("birth_date", Type::date(), kBirthDate);
  scope.addInput("hand_in", Type::date(), kHandIn);
  scope.addInput("finance.tuition_due", Type::number(Unit::Money), kTuition);
  scope.addInput("finance.dorm_due", Type::number(Unit::Money), kDorm);
  scope.addInput("library.loans", Type::number(Unit::Count), kLoans);
  scope.addInput("library.fines", Type::number(Unit::Count), kFines);
  scope.addInput("thesis.progress", Type::number(Unit::Percent), kProgress);
  scope.addInput("党员", Type::boolean(), kParty);
  scope.addInput("card.wants_refund", Type::boolean(), kRefund);
  scope.addInput("cleared.finance", Type::boolean(), kClearedFinance);
  scope.addInput("offset", Type::number(Unit::Days), kOffset);
  scope.addInput("degree", studentTypes(), kDegree);
  scope.addInput("score", Type::number(Unit::Plain), kScore);
  scope.addConstant("on_site.from", Type::date(), model::Value(*model::parseDate("2015-06-23")));
  scope.addConstant("on_site.to", Type::date(), model::Value(*model::parseDate("2015-06-30")));
  scope.addConstant("ceremony", Type::date(), model::Value());
  scope.addSeveral("residences", Type::enumeration({"东校区", "西校区"}), kEast);
  addConditions(scope, {{"graduating", "leave_reason in [\"毕业\", \"结业\"]"},
                        {"leaving_cleanly", "graduating && no_debt"},
                        {"no_debt", "finance.tuition_due <= 0 && finance.dorm_due <= 0"}});
  return scope;
}

inline model::Value number(std::int64_t value) {
  return model::Value(value);
}
inline model::Value day(const char* text) {
  return model::Value(*model::parseDate(text));
}

/// A postgraduate who owes 300.00 yuan of tuition and has one book out.
inline Row li() {
  Row row(kSlots);
  row[kToday] = day("2015-06-24");
  row[kStudentType] = model::Value("postgraduate");
  row[kLeaveReason] = model::Value("毕业");
  row[kCollege] = model::Value("物理学院");
  row[kClassCode] = model::Value("PH-09");
  row[kBirthDate] = day("1990-06-25");
  row[kTuition] = number(30000);
  row[kDorm] = number(0);
  row[kLoans] = number(1);
  row[kProgress] = number(4500);
  row[kParty] = model::Value(true);
  row[kClearedFinance] = model::Value(false);
  row[kOffset] = number(7);
  row[kDegree] = model::Value("postgraduate");
  return row;
}

}  // namespace lixiao::rules::test
