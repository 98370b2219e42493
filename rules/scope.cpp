#include "rules/scope.h"

#include <stdexcept>

#include "rules/rule.h"

namespace lixiao::rules {

void Scope::addInput(std::string name, Type type, Slot slot) {
  meanings_.insert_or_assign(std::move(name), Input{std::move(type), slot});
}

void Scope::addConstant(std::string name, Type type, model::Value value) {
  meanings_.insert_or_assign(std::move(name), Constant{std::move(type), std::move(value)});
}

void Scope::addCondition(std::string name, Rule rule) {
  if (rule.type().kind != Kind::Boolean)
    throw std::invalid_argument("the condition " + name + " is not boolean");
  meanings_.insert_or_assign(std::move(name), std::make_shared<const Rule>(std::move(rule)));
}

void Scope::addSeveral(std::string name, Type words, Slot first_word) {
  meanings_.insert_or_assign(std::move(name), Several{std::move(words), first_word});
}

void Scope::remove(std::string_view name) {
  const auto found = meanings_.find(name);
  if (found != meanings_.end()) meanings_.erase(found);
}

const Scope::Meaning* Scope::find(std::string_view name) const {
  const auto found = meanings_.find(name);
  return found == meanings_.end() ? nullptr : &found->second;
}

std::vector<std::string> Scope::names() const {
  std::vector<std::string> names;
  names.reserve(meanings_.size());
  for (const auto& [name, meaning] : meanings_) names.push_back(name);
  return names;
}

}  // namespace lixiao::rules
