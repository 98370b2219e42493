#include "tests/rules/random_rules.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/rules/university.h"

namespace lixiao::rules::test {
namespace {

using Worth = Expression::Worth;
using Inputs = std::vector<Worth>;

constexpr int kChoice = 0, kOr = 1, kAnd = 2, kCompare = 3, kSum = 4, kProduct = 5, kUnary = 6, kPrimary = 7;

Worth limited(double x) {
  return std::isfinite(x) && std::fabs(x) <= 9007199254740992.0 ? Worth(x) : std::nullopt;
}
double dayOf(const char* text) {
  return model::dayNumber(*model::parseDate(text));
}
Worth limitedDay(double x) {
  return x >= dayOf("1900-01-01") && x <= dayOf("2200-12-31") ? Worth(x) : std::nullopt;
}

Expression input(const std::string& name, Slot slot) {
  return {name, kPrimary, [slot](const Inputs& inputs) { return inputs[slot]; }};
}

Expression fixed(const std::string& text, double worth) {
  return {text, kPrimary, [worth](const Inputs&) { return Worth(worth); }};
}

double years(double on, double birth) {
  const std::chrono::year_month_day a{model::dateOf(static_cast<std::int32_t>(on))};
  const std::chrono::year_month_day b{model::dateOf(static_cast<std::int32_t>(birth))};
  int result = int(a.year()) - int(b.year());
  if (std::pair(unsigned(a.month()), unsigned(a.day())) < std::pair(unsigned(b.month()), unsigned(b.day())))
    --result;
  return result;
}

}  // namespace

const std::vector<std::string>& RuleMaker::texts() {
  static const std::vector<std::string> texts = {"物理学院", "化学学院", "PH-09", "CH \"11\"", ""};
  return texts;
}

std::string RuleMaker::within(const Expression& part, int precedence) {
  return part.precedence < precedence || upTo(9) == 0 ? "(" + part.text + ")" : part.text;
}

Expression RuleMaker::infix(Expression a, const std::string& symbol, Expression b, int precedence,
                            std::function<Worth(double, double)> result) {
  const int left = precedence == kCompare ? precedence + 1 : precedence;
  const std::string written =
      within(a, left) + (upTo(1) ? " " + symbol + " " : symbol) + within(b, precedence + 1);
  return {written, precedence, [x = a.worth, y = b.worth, result](const Inputs& inputs) {
            const Worth u = x(inputs), v = y(inputs);
            return u && v ? result(*u, *v) : std::nullopt;
          }};
}

Expression RuleMaker::call(const std::string& name, Expression a, std::function<Worth(double)> result) {
  return {name + "(" + a.text + ")", kPrimary, [x = a.worth, result](const Inputs& inputs) {
            const Worth u = x(inputs);
            return u ? result(*u) : std::nullopt;
          }};
}

Expression RuleMaker::choice(Expression condition, Expression a, Expression b) {
  return {within(condition, kOr) + " ? " + a.text + " : " + b.text, kChoice,
          [c = condition.worth, x = a.worth, y = b.worth](const Inputs& inputs) {
            const Worth chosen = c(inputs);
            if (!chosen) return Worth();
            return *chosen != 0 ? x(inputs) : y(inputs);
          }};
}

Expression RuleMaker::coalesced(Expression a, Expression b) {
  return {"coalesce(" + a.text + ", " + b.text + ")", kPrimary,
          [x = a.worth, y = b.worth](const Inputs& inputs) {
            const Worth first = x(inputs);
            return first ? first : y(inputs);
          }};
}

Expression RuleMaker::literal(Unit unit) {
  const int whole = upTo(8);
  if (unit == Unit::Money || unit == Unit::Percent) {
    const int hundredths = upTo(2) == 0 ? upTo(99) : 0;
    const std::string decimals =
        hundredths == 0 ? "" : "." + std::string(hundredths < 10 ? "0" : "") + std::to_string(hundredths);
    return fixed(std::to_string(whole) + decimals, whole * 100 + hundredths);
  }
  if (unit != Unit::Days && upTo(5) == 0) return fixed(std::to_string(whole) + ".5", whole + 0.5);
  if (unit == Unit::Plain && upTo(20) == 0) return fixed("900719925474099", 900719925474099.0);
  return fixed(std::to_string(whole), whole);
}

Expression RuleMaker::leaf(Unit unit) {
  switch (unit) {
    case Unit::Money:
      return upTo(1) ? input("finance.tuition_due", kTuition) : input("finance.dorm_due", kDorm);
    case Unit::Count:
      return upTo(1) ? input("library.loans", kLoans) : input("library.fines", kFines);
    case Unit::Percent:
      return input("thesis.progress", kProgress);
    case Unit::Days:
      return input("offset", kOffset);
    case Unit::Plain:
      break;
  }
  return input("score", kScore);
}

Expression RuleMaker::number(Unit unit, int depth, bool typed) {
  if (depth <= 0) return typed || upTo(1) ? leaf(unit) : literal(unit);
  const bool scaled = unit == Unit::Money || unit == Unit::Percent;
  const double whole = scaled ? 100 : 1;
  switch (upTo(12)) {
    case 0:
      return infix(number(unit, depth - 1, true), "+", number(unit, depth - 1, false), kSum,
                   [](double a, double b) { return limited(a + b); });
    case 1:
      return infix(number(unit, depth - 1, false), "-", number(unit, depth - 1, true), kSum,
                   [](double a, double b) { return limited(a - b); });
    case 2:
      return infix(number(unit, depth - 1, true), "*", number(Unit::Plain, depth - 1, false), kProduct,
                   [](double a, double b) { return limited(a * b); });
    case 3:
      if (unit == Unit::Money)
        return infix(number(unit, depth - 1, true), "*", number(Unit::Percent, depth - 1, true), kProduct,
                     [](double a, double b) { return limited(a * b / 10000); });
      if (unit == Unit::Plain)
        return infix(number(Unit::Money, depth - 1, true), "/", number(Unit::Money, depth - 1, true),
                     kProduct, [](double a, double b) { return limited(a / b); });
      break;
    case 4:
      if (unit != Unit::Days && unit != Unit::Count)
        return infix(number(unit, depth - 1, true), "/", number(Unit::Plain, depth - 1, false), kProduct,
                     [](double a, double b) { return limited(a / b); });
      break;
    case 5: {
      Expression part = number(unit, depth - 1, true);
      return {"-" + within(part, kUnary), kUnary, [x = part.worth](const Inputs& inputs) {
                const Worth u = x(inputs);
                return u ? Worth(-*u) : u;
              }};
    }
    case 6:
      return call("abs", number(unit, depth - 1, true), [](double a) { return std::fabs(a); });
    case 7:
      return call("round", number(unit, depth - 1, true),
                  [whole](double a) { return limited(std::round(a / whole) * whole); });
    case 8:
    case 9: {
      Expression a = number(unit, depth - 1, false), b = number(unit, depth - 1, true),
                 c = number(unit, 0, false);
      const bool least = upTo(1) == 0;
      return {(least ? "min(" : "max(") + a.text + "," + b.text + "," + c.text + ")", kPrimary,
              [x = a.worth, y = b.worth, z = c.worth, least](const Inputs& inputs) {
                const Worth u = x(inputs), v = y(inputs), w = z(inputs);
                if (!u || !v || !w) return Worth();
                return Worth(least ? std::min({*u, *v, *w}) : std::max({*u, *v, *w}));
              }};
    }
    case 10:
      return coalesced(number(unit, depth - 1, true), number(unit, depth - 1, false));
    case 11:
      return choice(boolean(depth - 1), number(unit, depth - 1, true), number(unit, depth - 1, false));
    default:
      break;
  }
  if (unit == Unit::Count) {
    const Expression on = date(depth - 1), birth = date(depth - 1);
    return {"age_at(" + on.text + ", " + birth.text + ")", kPrimary,
            [x = on.worth, y = birth.worth](const Inputs& inputs) {
              const Worth u = x(inputs), v = y(inputs);
              return u && v ? Worth(years(*u, *v)) : std::nullopt;
            }};
  }
  if (unit == Unit::Days) {
    if (upTo(1))
      return call("days", upTo(3) ? number(Unit::Count, depth - 1, true) : literal(Unit::Days),
                  [](double a) { return limited(a); });
    return infix(date(depth - 1), "-", date(depth - 1), kSum,
                 [](double a, double b) { return Worth(a - b); });
  }
  return leaf(unit);
}

Expression RuleMaker::date(int depth) {
  if (depth <= 0) {
    switch (upTo(5)) {
      case 0:
        return input("today", kToday);
      case 1:
        return input("birth_date", kBirthDate);
      case 2:
        return input("hand_in", kHandIn);
      case 3:
        return fixed("on_site.from", dayOf("2015-06-23"));
      case 4:
        return {"ceremony", kPrimary, [](const Inputs&) { return Worth(); }};
      default:
        return fixed("date(\"2015-06-26\")", dayOf("2015-06-26"));
    }
  }
  switch (upTo(4)) {
    case 0:
      return infix(date(depth - 1), "+", number(Unit::Days, depth - 1, true), kSum,
                   [](double a, double b) { return limitedDay(a + std::trunc(b)); });
    case 1:
      return infix(date(depth - 1), "-", number(Unit::Days, depth - 1, true), kSum,
                   [](double a, double b) { return limitedDay(a - std::trunc(b)); });
    case 2:
      return choice(boolean(depth - 1), date(depth - 1), date(depth - 1));
    case 3:
      return coalesced(date(depth - 1), date(depth - 1));
    default:
      return date(0);
  }
}

Expression RuleMaker::word(int depth) {
  if (depth > 0 && upTo(3) == 0) return choice(boolean(depth - 1), word(depth - 1), word(0));
  if (depth > 0 && upTo(3) == 0) return coalesced(word(depth - 1), word(0));
  return upTo(1) ? input("student_type", kStudentType) : input("degree", kDegree);
}

Expression RuleMaker::text(int depth) {
  if (depth > 0 && upTo(3) == 0) return choice(boolean(depth - 1), text(depth - 1), text(0));
  if (depth > 0 && upTo(3) == 0) return coalesced(text(depth - 1), text(0));
  const int which = upTo(4);
  if (which < 2) return which ? input("college", kCollege) : input("class_code", kClassCode);
  const int index = upTo(4);
  std::string quoted;
  for (char c : texts()[static_cast<std::size_t>(index)])
    quoted += c == '"' ? std::string("\\\"") : std::string(1, c);
  return fixed("\"" + quoted + "\"", index);
}

Expression RuleMaker::compared(int depth) {
  static const std::vector<std::string> kOrderings = {"<", "<=", ">", ">=", "==", "!="};
  const int kind = upTo(9);
  const std::string symbol = kind <= 6 ? pick(kOrderings) : kOrderings[static_cast<std::size_t>(4 + upTo(1))];
  const auto result = [symbol](double a, double b) {
    const bool holds = symbol == "<"    ? a < b
                       : symbol == "<=" ? a <= b
                       : symbol == ">"  ? a > b
                       : symbol == ">=" ? a >= b
                       : symbol == "==" ? a == b
                                        : a != b;
    return Worth(holds);
  };
  if (kind <= 4) {
    const auto unit = static_cast<Unit>(upTo(4));
    Expression a = number(unit, upTo(1) ? 0 : depth - 1, true),
               b = number(unit, upTo(1) ? 0 : depth - 1, false);
    if (upTo(1)) std::swap(a, b);
    return infix(std::move(a), symbol, std::move(b), kCompare, result);
  }
  if (kind <= 6) return infix(date(depth - 1), symbol, date(depth - 1), kCompare, result);
  if (kind == 7) return infix(boolean(depth - 1), symbol, boolean(depth - 1), kCompare, result);
  if (kind == 8) return infix(text(depth - 1), symbol, text(depth - 1), kCompare, result);
  const int index = upTo(3);
  Expression literal = fixed("\"" + (*studentTypes().words)[static_cast<std::size_t>(index)] + "\"", index);
  Expression left = word(depth - 1), right = upTo(1) ? word(depth - 1) : literal;
  if (upTo(1)) std::swap(left, right);
  return infix(std::move(left), symbol, std::move(right), kCompare, result);
}

Expression RuleMaker::listed(int depth) {
  std::vector<Expression> list;
  Expression value;
  switch (upTo(3)) {
    case 0:
      value = word(depth - 1);
      for (int i = upTo(2); i >= 0; --i) {
        const int index = upTo(3);
        list.push_back(fixed("\"" + (*studentTypes().words)[static_cast<std::size_t>(index)] + "\"", index));
      }
      break;
    case 1:
      value = text(depth - 1);
      for (int i = upTo(4); i >= 0; --i) list.push_back(text(0));
      break;
    case 2:
      value = number(Unit::Money, depth - 1, true);
      for (int i = upTo(3); i >= 0; --i) list.push_back(number(Unit::Money, 0, false));
      break;
    default:
      value = number(Unit::Count, depth - 1, true);
      for (int i = upTo(3); i >= 0; --i) list.push_back(literal(Unit::Count));
      break;
  }
  std::string words;
  std::vector<decltype(Expression::worth)> worths;
  for (const Expression& element : list) {
    words += (words.empty() ? "" : ", ") + element.text;
    worths.push_back(element.worth);
  }
  const auto worth = [x = value.worth, worths](const Inputs& inputs) {
    const Worth wanted = x(inputs);
    if (!wanted) return Worth();
    bool unknown = false;
    for (const auto& element : worths) {
      const Worth other = element(inputs);
      if (other && *other == *wanted) return Worth(1);
      unknown = unknown || !other;
    }
    return unknown ? Worth() : Worth(0);
  };
  if (upTo(1)) return {"one_of(" + value.text + ", " + words + ")", kPrimary, worth};
  return {within(value, kSum) + " in [" + words + "]", kCompare, worth};
}

Expression RuleMaker::anything(int depth) {
  switch (upTo(4)) {
    case 0:
      return number(static_cast<Unit>(upTo(4)), depth, true);
    case 1:
      return date(depth);
    case 2:
      return word(depth);
    case 3:
      return text(depth);
    default:
      return boolean(depth);
  }
}

Expression RuleMaker::logic(int depth, bool conjunction) {
  const int precedence = conjunction ? kAnd : kOr;
  std::string written;
  std::vector<decltype(Expression::worth)> worths;
  for (int i = 1 + upTo(2); i >= 0; --i) {
    const Expression side = boolean(depth - 1);
    const std::string symbol = conjunction ? (upTo(3) ? " && " : " and ") : (upTo(3) ? " || " : " or ");
    written += (written.empty() ? "" : symbol) + within(side, precedence + 1);
    worths.push_back(side.worth);
  }
  return {written, precedence, [worths, conjunction](const Inputs& inputs) {
            bool unknown = false;
            for (const auto& side : worths) {
              const Worth worth = side(inputs);
              if (worth && (*worth != 0) != conjunction) return Worth(conjunction ? 0 : 1);
              unknown = unknown || !worth;
            }
            return unknown ? Worth() : Worth(conjunction ? 1 : 0);
          }};
}

Expression RuleMaker::boolean(int depth) {
  if (depth <= 0) {
    switch (upTo(6)) {
      case 0:
        return input("党员", kParty);
      case 1:
        return input("card.wants_refund", kRefund);
      case 2:
        return upTo(3) ? input("cleared.finance", kClearedFinance) : fixed(upTo(1) ? "true" : "(true)", 1);
      case 3:
        return upTo(3) ? input("cleared.finance", kClearedFinance) : fixed("false", 0);
      case 4:
        return {"graduating", kPrimary, [](const Inputs& inputs) {
                  const Worth reason = inputs[kLeaveReason];
                  return reason ? Worth(*reason <= 1) : reason;
                }};
      case 5:
        return {"no_debt", kPrimary, [](const Inputs& inputs) {
                  const Worth a = inputs[kTuition], b = inputs[kDorm];
                  if ((a && *a > 0) || (b && *b > 0)) return Worth(0);
                  return a && b ? Worth(1) : Worth();
                }};
      default:
        return compared(1);
    }
  }
  switch (upTo(9)) {
    case 0:
    case 1:
      return logic(depth, true);
    case 2:
    case 3:
      return logic(depth, false);
    case 4: {
      const Expression part = boolean(depth - 1);
      return {(upTo(1) ? "!" : "not ") + within(part, kUnary), kUnary,
              [x = part.worth](const Inputs& inputs) {
                const Worth u = x(inputs);
                return u ? Worth(1 - *u) : u;
              }};
    }
    case 5: {
      const Expression part = anything(depth - 1);
      return {"known(" + part.text + ")", kPrimary,
              [x = part.worth](const Inputs& inputs) { return Worth(x(inputs).has_value()); }};
    }
    case 6:
      return upTo(1) ? coalesced(boolean(depth - 1), boolean(depth - 1))
                     : choice(boolean(depth - 1), boolean(depth - 1), boolean(depth - 1));
    case 7:
      return listed(depth);
    default:
      return compared(depth);
  }
}

std::vector<Worth> randomInputs(std::mt19937& random, double today) {
  const auto upTo = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
  std::vector<Worth> inputs(kSlots);
  inputs[kToday] = today;
  inputs[kStudentType] = upTo(3);
  inputs[kDegree] = upTo(3);
  inputs[kLeaveReason] = upTo(5);
  inputs[kCollege] = upTo(4);
  inputs[kClassCode] = upTo(4);
  inputs[kBirthDate] = today - 20 * 365 - upTo(4 * 365);
  inputs[kHandIn] = today - 5 + upTo(10);
  inputs[kTuition] = upTo(3) ? upTo(8) * 100 : upTo(800) - 20;
  inputs[kDorm] = upTo(1) ? 0 : upTo(800);
  inputs[kLoans] = upTo(8);
  inputs[kFines] = upTo(20) ? upTo(3) : -upTo(3);
  inputs[kProgress] = upTo(8) * 100 + (upTo(1) ? 0 : upTo(99));
  inputs[kOffset] = upTo(12) - 3;
  inputs[kScore] = upTo(9) - 2;
  for (const Slot slot : {kParty, kRefund, kClearedFinance}) inputs[slot] = upTo(1);
  for (Slot slot = 1; slot < kSlots; ++slot)
    if (upTo(5) == 0) inputs[slot].reset();
  return inputs;
}

Row toRow(const std::vector<Worth>& inputs) {
  Row row(kSlots);
  for (Slot slot = 0; slot < kSlots; ++slot) {
    if (!inputs[slot]) continue;
    const double x = *inputs[slot];
    const auto index = static_cast<std::size_t>(std::max(x, 0.0));
    switch (slot) {
      case kToday:
      case kBirthDate:
      case kHandIn:
        row[slot] = model::Value(model::dateOf(static_cast<std::int32_t>(x)));
        break;
      case kStudentType:
      case kDegree:
        row[slot] = model::Value((*studentTypes().words)[index]);
        break;
      case kLeaveReason:
        row[slot] = model::Value((*leaveReasons().words)[index]);
        break;
      case kCollege:
      case kClassCode:
        row[slot] = model::Value(RuleMaker::texts()[index]);
        break;
      case kParty:
      case kRefund:
      case kClearedFinance:
        row[slot] = model::Value(x != 0);
        break;
      default:
        row[slot] = number(static_cast<std::int64_t>(x));
        break;
    }
  }
  return row;
}

}  // namespace lixiao::rules::test
