#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/model/text.h"
#include "rules/checker.h"
#include "rules/fold.h"

namespace lixiao::rules {
namespace {

constexpr std::size_t kAnyNumber = std::numeric_limits<std::size_t>::max();

struct Function {
  std::string_view name;
  std::size_t fewest, most;
};

constexpr std::array kFunctions = {
    Function{"abs", 1, 1},          Function{"age_at", 2, 2},       Function{"coalesce", 2, 2},
    Function{"date", 1, 1},         Function{"days", 1, 1},         Function{"known", 1, 1},
    Function{"max", 2, kAnyNumber}, Function{"min", 2, kAnyNumber}, Function{"one_of", 2, kAnyNumber},
    Function{"round", 1, 1},
};

const Function* findFunction(std::string_view name) {
  const auto found = std::find_if(kFunctions.begin(), kFunctions.end(),
                                  [&](const Function& function) { return function.name == name; });
  return found == kFunctions.end() ? nullptr : &*found;
}

std::string expectedCount(const Function& function) {
  const std::string count = std::to_string(function.fewest);
  if (function.most == kAnyNumber) return "at least " + count + " arguments";
  return count + (function.fewest == 1 ? " argument" : " arguments");
}

bool isNumber(const Node& node) {
  return node.type.kind == Kind::Number;
}

}  // namespace

std::vector<std::string> functionNames() {
  std::vector<std::string> names;
  names.reserve(std::size(kFunctions));
  for (const Function& function : kFunctions) names.emplace_back(function.name);
  return names;
}

NodePtr Checker::call(const Syntax& syntax) {
  const Function* function = findFunction(syntax.text);
  const bool date_text = function && function->name == "date" && syntax.args.size() == 1 &&
                         syntax.args[0]->form == Syntax::Form::Text;
  if (date_text) {
    NodePtr day = date(*syntax.args[0], syntax.args[0]->text);
    return day ? constant(Type::date(), syntax, day->number) : nullptr;
  }
  const bool known_of_one = function && function->name == "known" && syntax.args.size() == 1;
  const Scope::Several* several = known_of_one ? severalOf(*syntax.args[0]) : nullptr;
  if (several) {
    NodePtr any_word = wordInput(*syntax.args[0], syntax.args[0]->text, several->first_word);
    return make(Op::Known, Type::boolean(), syntax, {std::move(any_word)});
  }
  std::vector<NodePtr> args;
  const bool fine = checkSides(syntax, args);
  if (!function) {
    const std::string nearest = model::nearestWord(syntax.text, functionNames());
    problems_.push_back({"unknown-function", syntax.offset, syntax.text.size(),
                         "unknown function \"" + syntax.text + "\"",
                         nearest.empty() ? "" : "did you mean \"" + nearest + "\"?"});
    return nullptr;
  }
  if (args.size() < function->fewest || args.size() > function->most)
    return report(
        "wrong-arguments", syntax,
        syntax.text + " takes " + expectedCount(*function) + ", not " + std::to_string(args.size()));
  if (function->name == "date")
    return report("wrong-arguments", syntax, "date takes a day in double quotes",
                  "dates are written date(\"2015-06-18\")");
  if (!fine) return nullptr;
  if (function->name == "known") return known(syntax, std::move(args));
  if (function->name == "coalesce") return coalesce(syntax, std::move(args));
  if (function->name == "age_at") return ageAt(syntax, std::move(args));
  if (function->name == "days") return days(syntax, std::move(args));
  if (function->name == "one_of") return isOneOf(syntax, std::move(args));
  if (function->name == "min" || function->name == "max") return leastOrMost(syntax, std::move(args));
  return number(syntax, std::move(args));
}

NodePtr Checker::known(const Syntax& syntax, std::vector<NodePtr> args) {
  return make(Op::Known, Type::boolean(), syntax, std::move(args));
}

NodePtr Checker::coalesce(const Syntax& syntax, std::vector<NodePtr> args) {
  if (!unify(args[0], args[1], "coalesce cannot replace {a} by {b}")) return nullptr;
  const Type type = args[0]->type == args[1]->type ? args[0]->type : Type::number(Unit::Plain);
  return make(Op::Coalesce, type, syntax, std::move(args));
}

NodePtr Checker::ageAt(const Syntax& syntax, std::vector<NodePtr> args) {
  bool fine = true;
  for (const NodePtr& arg : args) {
    if (arg->type.kind == Kind::Date) continue;
    report("wrong-arguments", *arg, "age_at takes two dates, but this is " + describe(arg->type),
           "write age_at(day, birth_date)");
    fine = false;
  }
  return fine ? make(Op::AgeAt, Type::number(Unit::Count), syntax, std::move(args)) : nullptr;
}

/// A number of days: a literal becomes one, anything else is multiplied by one day.
NodePtr Checker::days(const Syntax& syntax, std::vector<NodePtr> args) {
  const Type type = Type::number(Unit::Days);
  const Node& count = *args[0];
  if (!isNumber(count) || count.type.unit > Unit::Count)
    return report("wrong-arguments", count, "days takes a number, but this is " + describe(count.type));
  if (isAdaptable(count) && isConstant(count)) {
    NodePtr adapted = adaptNumber(count, type);
    return adapted ? constant(type, syntax, adapted->number) : nullptr;
  }
  return make(Op::Multiply, type, syntax, {args[0], constant(type, syntax, 1)});
}

NodePtr Checker::leastOrMost(const Syntax& syntax, std::vector<NodePtr> args) {
  for (const NodePtr& arg : args)
    if (!isNumber(*arg) && arg->type.kind != Kind::Date)
      return report("wrong-arguments", *arg,
                    syntax.text + " takes numbers or dates, but this is " + describe(arg->type));
  // A unit is looked for first, so that literals before it take it too.
  const auto typed =
      std::find_if(args.begin(), args.end(), [](const NodePtr& arg) { return !isAdaptable(*arg); });
  std::size_t leader = typed == args.end() ? 0 : static_cast<std::size_t>(typed - args.begin());
  bool one_type = true;
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i == leader) continue;
    if (!unify(args[leader], args[i], "cannot compare {a} with {b}")) return nullptr;
    one_type = one_type && args[i]->type == args[leader]->type;
  }
  const Type type = one_type ? args[leader]->type : Type::number(Unit::Plain);
  return make(syntax.text == "min" ? Op::Min : Op::Max, type, syntax, std::move(args));
}

/// abs and round.
NodePtr Checker::number(const Syntax& syntax, std::vector<NodePtr> args) {
  if (!isNumber(*args[0]))
    return report("wrong-arguments", *args[0],
                  syntax.text + " takes a number, but this is " + describe(args[0]->type));
  const Type type = args[0]->type;
  return make(syntax.text == "abs" ? Op::Abs : Op::Round, type, syntax, std::move(args));
}

}  // namespace lixiao::rules
