#include "engine/workflow/layers_colleges.h"

#include <algorithm>

#include "engine/workflow/definition_parts.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

constexpr std::string_view kCollege = "college";

const AttributeDefinition* attributeOf(const EditionDefinition& edition, std::string_view name) {
  const auto found =
      std::find_if(edition.attributes.begin(), edition.attributes.end(),
                   [&](const AttributeDefinition& attribute) { return attribute.name.text == name; });
  return found == edition.attributes.end() ? nullptr : &*found;
}

std::vector<std::string> textsOf(const std::vector<Word>& words) {
  std::vector<std::string> texts;
  texts.reserve(words.size());
  for (const Word& word : words) texts.push_back(word.text);
  return texts;
}

bool contains(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

class Colleges {
 public:
  Colleges(const EditionDefinition& edition, std::vector<StudentTypeDefinition>& types, Findings& findings)
      : edition_(edition), types_(types), findings_(findings) {
    for (const auto& [id, places] : edition.shelf) places_[id] = places.first;
    for (const StudentTypeDefinition& type : types)
      for (const ItemDefinition& item : type.items) {
        if (item.id.given()) places_.emplace(item.id.text, item.id.at);
        if (item.one_of.given()) groups_.emplace(item.one_of.text, item.one_of.at);
      }
  }

  void add(const CollegeFile& file) {
    const Fields fields(*file.root);
    const Word college = fields.word(kCollege);
    if (!college.given() || !isCollege(college)) return;
    const std::vector<std::string> of = typesOf(fields, file.inherited);
    eachEntry(fields.node("items"), [&](const Node& entry) { addEntry(entry, college, of); });
  }

 private:
  bool isCollege(const Word& college) {
    if (college.text.find_first_of("\"\\") != std::string::npos) {
      findings_.error(college.span(), "bad-id", "a rule cannot name a college with a quote in it");
      return false;
    }
    const AttributeDefinition* attribute = attributeOf(edition_, kCollege);
    if (attribute == nullptr) {
      if (!edition_.lost_sections.contains("attributes"))
        findings_.error(college.span(), "unknown-attribute",
                        "there is no attribute \"college\" to tell whose students these are");
      return false;
    }
    const std::vector<std::string> values = textsOf(attribute->values);
    if (attribute->type.text == "text" || contains(values, college.text)) return true;
    if (attribute->type.text == "enum")
      findings_.error(college.span(), "unknown-value", quoted(college.text) + " is not a value of college",
                      didYouMean(college.text, values));
    else
      findings_.error(college.span(), "wrong-type",
                      "the attribute \"college\" must be text or enum for colleges to have items");
    return false;
  }

  std::vector<std::string> typesOf(const Fields& fields, bool inherited) {
    const AttributeDefinition* attribute = attributeOf(edition_, "student_type");
    std::vector<std::string> known =
        attribute == nullptr ? std::vector<std::string>{} : textsOf(attribute->values);
    if (fields.node("student_types") == nullptr) return known;
    std::vector<std::string> of;
    for (const Word& type : fields.wordList("student_types")) {
      if (!contains(known, type.text) && !inherited)
        findings_.error(type.span(), "unknown-value", quoted(type.text) + " is not a value of student_type",
                        didYouMean(type.text, known));
      of.push_back(type.text);
    }
    return of;
  }

  void addEntry(const Node& entry, const Word& college, const std::vector<std::string>& of) {
    if (entry.isScalar() || (entry.isMap() && entry.find("use") != nullptr))
      return findings_.error(yaml::span(entry.isMap() ? entry.keys.front() : entry), "bad-item",
                             "a college adds items of its own, it cannot take or change another one",
                             "write one id with its own map");
    if (!entry.isMap() || entry.keys.size() != 1) return;
    const Node& id = entry.keys.front();
    const auto [known, is_new] = places_.emplace(id.text, &id);
    if (!is_new)
      return findings_.conflict(
          yaml::span(id), yaml::span(*known->second), "duplicate-item",
          "there is an item " + quoted(id.text) + " already, so the college's needs another id",
          "first given here");
    const ItemSource source(wordOf(id), entry.values.front());
    checkGroup(source);
    for (StudentTypeDefinition& type : types_)
      if (contains(of, type.id.text)) addTo(type, source, college);
  }

  /// Clearing one item of a group makes the others unnecessary, which a college must not do to the
  /// university's.
  void checkGroup(const ItemSource& source) {
    std::vector<ItemDefinition> items;
    source.addTo(edition_.facts, items);
    const Word& group = items.front().one_of;
    const auto known = groups_.find(group.text);
    if (!group.given() || known == groups_.end()) return;
    findings_.conflict(group.span(), yaml::span(*known->second), "weakening",
                       "the item " + quoted(source.id().text) + " would make others of the group " +
                           quoted(group.text) + " unnecessary, which a college cannot do",
                       "the group is used here");
  }

  void addTo(StudentTypeDefinition& type, const ItemSource& source, const Word& college) {
    const std::size_t before = type.items.size();
    source.addTo(edition_.facts, type.items);
    for (std::size_t i = before; i < type.items.size(); ++i) type.items[i].college = college;
  }

  const EditionDefinition& edition_;
  std::vector<StudentTypeDefinition>& types_;
  Findings& findings_;
  std::map<std::string, const Node*> places_;
  std::map<std::string, const Node*> groups_;
};

}  // namespace

void addCollegeItems(const std::vector<CollegeFile>& files, const EditionDefinition& edition,
                     std::vector<StudentTypeDefinition>& types, Findings& findings) {
  Colleges colleges(edition, types, findings);
  for (const CollegeFile& file : files) colleges.add(file);
}

}  // namespace lixiao::workflow
