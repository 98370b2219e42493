#include <map>

#include "engine/workflow/analysis.h"

namespace lixiao::workflow {
namespace {

/// Something that is never so in any of the types that take it from where it is written.
class InEveryType {
 public:
  void add(const Word& place, bool so, const std::string& message) {
    const auto [known, is_new] = found_.try_emplace(place.at, Found{place, message, so});
    if (!is_new) known->second.so = known->second.so && so;
  }

  void report(const char* code, Findings& findings) const {
    for (const auto& [at, found] : found_)
      if (found.so) findings.warning(found.place.span(), code, found.message);
  }

 private:
  struct Found {
    Word place;
    std::string message;
    bool so;
  };
  std::map<const yaml::Node*, Found> found_;
};

bool neverTogether(const AnalysedType& each, RuleIndex a, RuleIndex b) {
  const rules::Rule& first = each.type.rules[a];
  const rules::Rule& second = each.type.rules[b];
  return outcomes(first, each.domain).may_be_true && outcomes(second, each.domain).may_be_true &&
         !outcomesOfBoth(first, second, each.domain).may_be_true;
}

const Word* wordFor(const std::vector<Word>& words, const std::string& id) {
  for (const Word& word : words)
    if (word.text == id) return &word;
  return nullptr;
}

template <typename Definition, typename Entry>
void collectNeverTogether(const AnalysedType& each, const std::vector<Definition>& definitions,
                          const std::vector<Entry>& entries, const char* what, InEveryType& found) {
  for (std::size_t i = 0; i < entries.size(); ++i)
    for (const std::uint32_t earlier : entries[i].after)
      if (const Word* word = wordFor(definitions[i].after, entries[earlier].id))
        found.add(*word, neverTogether(each, entries[i].applies_when, entries[earlier].applies_when),
                  "the " + std::string(what) + " " + quoted(entries[i].id) + " and " +
                      quoted(entries[earlier].id) + " never concern the same student");
}

std::optional<model::Date> fixedDay(const std::optional<Day>& day) {
  return day && !day->from ? std::optional(day->date) : std::nullopt;
}

/// An item due before one that it waits for opens.
void collectTooLate(const AnalysedType& each, InEveryType& found) {
  for (std::size_t i = 0; i < each.type.items.size(); ++i) {
    const Item& item = each.type.items[i];
    const auto due = fixedDay(item.due);
    for (const std::uint32_t position : item.after) {
      const Item& earlier = each.type.items[position];
      const auto opens = fixedDay(earlier.opens);
      const Word* word = wordFor(each.definition.items[i].after, earlier.id);
      if (word != nullptr && due && opens)
        found.add(*word, *opens > *due,
                  "the item " + quoted(item.id) + " is due on " + model::formatDate(*due) +
                      ", but waits for " + quoted(earlier.id) + ", which opens on " +
                      model::formatDate(*opens));
    }
  }
}

/// An item due before the list that decides it.
void collectLateLists(const Compilation& compilation, const AnalysedType& each, InEveryType& found) {
  for (std::size_t i = 0; i < each.type.items.size(); ++i) {
    const Item& item = each.type.items[i];
    const Word& word = each.definition.items[i].due;
    const auto due = fixedDay(item.due);
    if (!item.list || !due || !word.given()) continue;
    const ListSpec& list = compilation.workflow.lists[*item.list];
    if (list.due)
      found.add(word, *list.due > *due,
                "the item " + quoted(item.id) + " is due on " + model::formatDate(*due) + ", its list " +
                    quoted(list.id) + " only on " + model::formatDate(*list.due));
  }
}

}  // namespace

void analyseWaiting(Compilation& compilation, const std::vector<AnalysedType>& types) {
  InEveryType apart, too_late;
  for (const AnalysedType& each : types) {
    collectNeverTogether(each, each.definition.items, each.type.items, "items", apart);
    collectNeverTogether(each, each.definition.documents, each.type.documents, "documents", apart);
    collectTooLate(each, too_late);
    collectLateLists(compilation, each, too_late);
  }
  apart.report("never-together", compilation.findings);
  too_late.report("window-order", compilation.findings);
}

}  // namespace lixiao::workflow
