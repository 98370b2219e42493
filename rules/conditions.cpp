#include <algorithm>
#include <map>
#include <set>

#include "rules/rule.h"
#include "rules/scope.h"
#include "rules/token.h"

namespace lixiao::rules {
namespace {

using Index = std::size_t;

/// Conditions and which of them each one names.
class Conditions {
 public:
  Conditions(Scope& scope, const std::vector<NamedText>& texts) : scope_(scope), texts_(texts) {
    for (Index i = 0; i < texts.size(); ++i) index_.emplace(texts[i].name, i);
    for (const NamedText& text : texts) uses_.push_back(usedBy(text.text));
    state_.resize(texts.size(), State::New);
  }

  std::vector<NamedProblem> run() {
    findCircles();
    for (const Index i : in_circle_) addUnknown(i);
    for (const Index i : order_) compileOne(i);
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const NamedProblem& a, const NamedProblem& b) { return a.index < b.index; });
    return std::move(problems_);
  }

 private:
  enum class State : std::uint8_t { New, Open, Done };
  struct Visit {
    Index condition;
    std::size_t next_use = 0;
  };

  std::vector<Index> usedBy(const std::string& text) const {
    std::vector<Index> used;
    for (const std::string& name : namesUsed(text))
      if (const auto found = index_.find(name); found != index_.end()) used.push_back(found->second);
    return used;
  }

  /// Depth first without recursion: thousands of conditions may form one chain. `order_` gets users after
  /// used.
  void findCircles() {
    for (Index start = 0; start < texts_.size(); ++start) {
      if (state_[start] != State::New) continue;
      std::vector<Visit> path{{start}};
      state_[start] = State::Open;
      while (!path.empty()) step(path);
    }
  }

  void step(std::vector<Visit>& path) {
    Visit& visit = path.back();
    const std::vector<Index>& uses = uses_[visit.condition];
    if (visit.next_use == uses.size()) {
      state_[visit.condition] = State::Done;
      order_.push_back(visit.condition);
      path.pop_back();
      return;
    }
    const Index used = uses[visit.next_use++];
    if (state_[used] == State::Open) return reportCircle(path, used);
    if (state_[used] == State::Done) return;
    state_[used] = State::Open;
    path.push_back({used});
  }

  /// The circle runs from `used` along the path back to `used`; it is told from its first condition on.
  void reportCircle(const std::vector<Visit>& path, Index used) {
    const auto from =
        std::find_if(path.begin(), path.end(), [&](const Visit& v) { return v.condition == used; });
    std::vector<Index> circle;
    for (auto visit = from; visit != path.end(); ++visit) circle.push_back(visit->condition);
    std::rotate(circle.begin(), std::min_element(circle.begin(), circle.end()), circle.end());
    std::string way;
    for (const Index i : circle) way += texts_[i].name + " -> ";
    way += texts_[circle.front()].name;
    const Token place = placeOf(texts_[circle.front()].text, texts_[circle[1 % circle.size()]].name);
    problems_.push_back(
        {circle.front(),
         {"circle", place.offset, place.length, "conditions go round in a circle: " + way, ""}});
    in_circle_.insert(circle.begin(), circle.end());
  }

  static Token placeOf(const std::string& text, const std::string& name) {
    const Lexed lexed = lex(text);
    const auto found = std::find_if(lexed.tokens.begin(), lexed.tokens.end(), [&](const Token& token) {
      return token.kind == TokenKind::Name && token.text == name;
    });
    return *found;
  }

  void compileOne(Index i) {
    Compiled compiled = compile(texts_[i].text, scope_);
    for (Problem& problem : compiled.problems) problems_.push_back({i, std::move(problem)});
    if (compiled.rule && !in_circle_.contains(i))
      scope_.addCondition(texts_[i].name, *std::move(compiled.rule));
    else
      addUnknown(i);
  }

  /// What failed becomes a boolean that nobody knows: its users have their types checked and nothing more.
  void addUnknown(Index i) { scope_.addConstant(texts_[i].name, Type::boolean(), model::Value()); }

  Scope& scope_;
  const std::vector<NamedText>& texts_;
  std::map<std::string, Index, std::less<>> index_;
  std::vector<std::vector<Index>> uses_;
  std::vector<State> state_;
  std::vector<Index> order_;
  std::set<Index> in_circle_;
  std::vector<NamedProblem> problems_;
};

}  // namespace

std::vector<NamedProblem> addConditions(Scope& scope, const std::vector<NamedText>& conditions) {
  return Conditions(scope, conditions).run();
}

}  // namespace lixiao::rules
