#include "web/pages/declare_form.h"

#include <algorithm>

namespace lixiao::web::pages {

namespace {

using Words = std::vector<std::string>;

bool holds(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The value of a fact as words; it stands divided by `;` where there are several.
Words wordsOf(const service::DeclaredView& declared) {
  if (!declared.several) return {declared.value};
  Words words;
  for (std::size_t at = 0; at < declared.value.size();) {
    const std::size_t end = std::min(declared.value.find(';', at), declared.value.size());
    words.push_back(declared.value.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

Data choice(const std::string& name, const std::string& value, const std::string& word, const Words& chosen) {
  Data data;
  data.set("name", name);
  data.set("value", value);
  data.set("word", word);
  data.set("chosen", Data(holds(chosen, value)));
  return data;
}

List choicesOf(const Visit& visit, const service::DeclaredView& declared, const Words& chosen) {
  List list(Data::type::list);
  if (declared.type.kind == rules::Kind::Boolean) {
    list.push_back(choice({}, "true", visit.tr("yes"), chosen));
    list.push_back(choice({}, "false", visit.tr("no"), chosen));
  }
  if (declared.type.words)
    for (const std::string& word : *declared.type.words)
      list.push_back(choice("word:" + declared.fact + ":" + word, word, word, chosen));
  return list;
}

Data fieldData(const Visit& visit, const service::DeclaredView& declared, const Words& typed,
               const std::string& problem) {
  using rules::Kind;
  const Kind kind = declared.type.kind;
  const bool is_choice = kind == Kind::Boolean || (kind == Kind::Enum && !declared.several);
  Data data;
  data.set("field_title", visit.in(declared.title));
  data.set("name", "value:" + declared.fact);
  data.set("is_words", Data(declared.several));
  data.set("is_choice", Data(is_choice));
  data.set("is_date", Data(kind == Kind::Date));
  data.set("is_text", Data(kind == Kind::Text || kind == Kind::Number));
  data.set("is_number", Data(kind == Kind::Number));
  data.set("choices", choicesOf(visit, declared, typed));
  data.set("typed", typed.empty() ? "" : typed.front());
  data.set("field_problem", textOrNothing(problem));
  return data;
}

}  // namespace

service::Commands::DeclaredWords readDeclared(const Fields& form) {
  constexpr std::string_view kValue = "value:", kWord = "word:";
  service::Commands::DeclaredWords words;
  for (const auto& [name, value] : form.all()) {
    if (name.starts_with(kValue)) words[name.substr(kValue.size())].push_back(value);
    if (!name.starts_with(kWord)) continue;
    const std::size_t end = name.find(':', kWord.size());
    if (end != std::string::npos)
      words[name.substr(kWord.size(), end - kWord.size())].push_back(name.substr(end + 1));
  }
  return words;
}

void setDeclareForm(const Visit& visit, Data& data, const service::ItemView& item,
                    const TypedDeclaration& typed) {
  const bool here = typed.item == item.id;
  data.set("form_problem", here && typed.fact.empty() ? textOrNothing(typed.problem) : Data(false));
  List fields(Data::type::list);
  for (const service::DeclaredView& each : item.declares) {
    Words words = wordsOf(each);
    if (here) {
      const auto given = typed.words.find(each.fact);
      words = given == typed.words.end() ? Words() : given->second;
    }
    fields.push_back(
        fieldData(visit, each, words, here && typed.fact == each.fact ? typed.problem : std::string()));
  }
  data.set("fields", fields);
  data.set("has_fields", Data(!item.declares.empty()));
}

}  // namespace lixiao::web::pages
