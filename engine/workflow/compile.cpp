#include "engine/workflow/compile.h"

#include <algorithm>

#include "engine/workflow/analysis.h"
#include "engine/workflow/compile_sharing.h"

namespace lixiao::workflow {
namespace {

const AttributeDefinition* studentTypeAttribute(const EditionDefinition& edition) {
  for (const AttributeDefinition& attribute : edition.attributes)
    if (attribute.name.text == "student_type" && attribute.type.text == "enum") return &attribute;
  return nullptr;
}

std::vector<std::string> texts(const std::vector<Word>& words) {
  std::vector<std::string> result;
  result.reserve(words.size());
  for (const Word& word : words) result.push_back(word.text);
  return result;
}

/// The definitions of the student types in the order of the attribute's words.
class TypeTable {
 public:
  TypeTable(Compilation& compilation, const AttributeDefinition& attribute)
      : compilation_(compilation), attribute_(attribute), known_(texts(attribute.values)) {}

  std::vector<const StudentTypeDefinition*> inOrder() {
    for (const StudentTypeDefinition& type : compilation_.types) add(type);
    std::vector<const StudentTypeDefinition*> ordered;
    for (const Word& value : attribute_.values) {
      const auto found = by_id_.find(value.text);
      if (found != by_id_.end())
        ordered.push_back(found->second);
      else if (compilation_.edition.source != nullptr && !some_unread_)
        compilation_.findings.error(value.span(), "missing-type",
                                    "no file describes the student type " + quoted(value.text));
    }
    return ordered;
  }

 private:
  void add(const StudentTypeDefinition& type) {
    if (!type.id.given()) {
      some_unread_ = true;
      return;
    }
    if (std::find(known_.begin(), known_.end(), type.id.text) == known_.end()) {
      compilation_.findings.error(type.id.span(), "unknown-value",
                                  quoted(type.id.text) + " is not a value of student_type",
                                  didYouMean(type.id.text, known_));
      some_unread_ = true;
      return;
    }
    const auto [first, is_new] = by_id_.emplace(type.id.text, &type);
    if (!is_new)
      compilation_.findings.conflict(type.id.span(), first->second->id.span(), "duplicate-type",
                                     "the student type " + quoted(type.id.text) + " has two files",
                                     "first given here");
  }

  Compilation& compilation_;
  const AttributeDefinition& attribute_;
  std::vector<std::string> known_;
  std::map<std::string, const StudentTypeDefinition*> by_id_;
  bool some_unread_ = false;
};

/// An item's (document's) title in the edition is that of the first type that has it.
void takeTitles(Workflow& workflow) {
  for (auto type = workflow.types.rbegin(); type != workflow.types.rend(); ++type) {
    for (const Item& item : type->items) workflow.item_titles[item.index] = item.title;
    for (const Document& document : type->documents)
      workflow.document_titles[document.index] = document.title;
  }
}

}  // namespace

bool Compilation::complete(const StudentTypeDefinition* type) const {
  return type == nullptr || type->complete;
}

std::shared_ptr<const Workflow> compile(const EditionDefinition& edition,
                                        const std::vector<StudentTypeDefinition>& types, Findings& findings) {
  Compilation compilation{edition, types, findings};
  compileTables(compilation);
  if (layOutSlots(compilation)) {
    const rules::Scope edition_scope = scopeFor(compilation, nullptr);
    compileProviders(compilation, edition_scope);
    checkShelf(compilation, edition_scope);
    if (const AttributeDefinition* attribute = studentTypeAttribute(edition))
      for (const StudentTypeDefinition* type : TypeTable(compilation, *attribute).inOrder())
        compilation.workflow.types.push_back(compileType(compilation, *type));
    checkGroups(compilation);
    checkCharges(compilation);
    if (!findings.hasErrors()) countRounds(compilation);
    takeTitles(compilation.workflow);
    if (!findings.hasErrors()) analyse(compilation, edition_scope);
  }
  return std::make_shared<const Workflow>(std::move(compilation.workflow));
}

}  // namespace lixiao::workflow
