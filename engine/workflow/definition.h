#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/text.h"
#include "engine/workflow/source_findings.h"
#include "engine/workflow/yaml_node.h"

namespace lixiao::workflow {

/// A scalar of a file: what it says and where. Not given when `at` is null.
struct Word {
  std::string text;
  const yaml::Node* at = nullptr;

  bool given() const { return at != nullptr; }
  Span span() const { return yaml::span(*at); }
};

struct CalendarDefinition {
  Word id;
  model::LocalizedText title;
  Word from;
  Word to;  ///< not given: a single day
};

struct AttributeDefinition {
  Word name;
  model::LocalizedText title;
  Word type;
  std::vector<Word> values;
  bool optional = false;
};

struct FactDefinition {
  Word name;
  model::LocalizedText title;
  Word type;
  std::vector<Word> values;
  Word currency;
  std::optional<std::chrono::seconds> max_age;
  Word several;
  Word declared_by;
  Word confirmed_by;
};

struct ListDefinition {
  Word id;
  model::LocalizedText title;
  Word department;
  Word due;
};

struct DepartmentDefinition {
  Word id;
  model::LocalizedText title;
  Word scope;
};

struct NamedRule {
  Word name;
  model::LocalizedText title;
  Word rule;
};

struct RegistrarDefinition {
  Word when;
  Word department;
  Span place;
};

struct AppointmentDefinition {
  Word key;  ///< only its place; not given: the item takes none
  Word slot, capacity, from, to, not_before, valid_for, weekends;
  std::vector<Word> hours;
};

struct ItemDefinition {
  Word id;
  model::LocalizedText title;
  Word department;
  std::vector<RegistrarDefinition> registrars;
  Word registrar_when;            ///< only its place
  bool says_department = false;   ///< the key is there, whatever it says
  bool says_passes_when = false;  ///< likewise
  Word mode;
  Word applies_when;
  Word passes_when;
  Word message_zh;
  Word message_en;
  std::vector<Word> after;
  Word opens;
  Word due;
  Word visit;
  Word optional;
  Word list;
  bool has_parts = false;
  Word college;         ///< whose own item it is; not given: the university's
  std::string part_of;  ///< id of the item it is a part of, or ""
  Word one_of;
  Word waive_below;
  std::vector<Word> allow;
  Word register_by;
  Word everyone_in;
  Word charges;
  std::vector<Word> declares;
  AppointmentDefinition appointment;
  Word for_each;
  std::string each;                    ///< the word of `for_each` that it stands for, or ""
  std::vector<std::string> also_when;  ///< rules beside applies_when that must hold too
  model::LocalizedText because;
};

struct CollectDefinition {
  Word from;
  Word to;
  model::LocalizedText place;
};

struct BatchDefinition {
  Word when;
  model::LocalizedText label;
  CollectDefinition collect;
  Span place;
};

struct DocumentDefinition {
  Word id;
  model::LocalizedText title;
  Word department;
  Word applies_when;
  Word released_when;
  std::vector<Word> after;
  CollectDefinition collect;
  std::vector<BatchDefinition> batches;
  model::LocalizedText because;
};

struct NoticeDefinition {
  Word when;
  model::LocalizedText text;
};

/// edition.yaml as written, with places. What is of a wrong form is left out: `checkShape` has told it.
struct EditionDefinition {
  const Source* source = nullptr;
  Word edition;
  model::LocalizedText title;
  Word timezone;
  std::vector<CalendarDefinition> calendar;
  std::vector<AttributeDefinition> attributes;
  std::vector<FactDefinition> facts;
  std::vector<ListDefinition> lists;
  std::vector<DepartmentDefinition> departments;
  std::vector<NamedRule> providers;
  std::vector<NamedRule> conditions;
  std::vector<ItemDefinition> items;
  /// Sections of a wrong form, or missing where they must be there or where an unknown key looks like them:
  /// what they would have named is not reported as unknown.
  std::set<std::string, std::less<>> lost_sections;
  std::map<std::string, std::pair<const yaml::Node*, const yaml::Node*>> shelf;  ///< key and map of each item
};

/// The file of a student type as written, with its items taken from the shelf.
struct StudentTypeDefinition {
  const Source* source = nullptr;
  Word id;
  model::LocalizedText title;
  std::vector<ItemDefinition> items;
  std::vector<DocumentDefinition> documents;
  std::vector<NoticeDefinition> notices;
  bool complete = true;  ///< false: an item could not be told, so what is missing here is not reported again
};

struct TestRegistration {
  Word item;
  Word result;
  Word remark = {};
  Word until = {};
  Word at = {};
  Word condition = {};
  Word amount = {};
};

struct TestDefinition {
  const Source* source = nullptr;
  Span place;
  Word name;
  std::vector<std::pair<Word, Word>> student;  ///< names and values; a value that is not given is unknown
  std::vector<Word> lists;
  std::vector<Word> submitted;
  std::vector<Word> collected;
  std::vector<TestRegistration> registrations;
  std::vector<std::pair<Word, Word>> unconfirmed;
  std::vector<std::pair<Word, Word>> others_clear;
  Word today;
  std::vector<std::pair<Word, Word>> expect;
};

EditionDefinition readEdition(const yaml::Node& root);
StudentTypeDefinition readStudentType(const yaml::Node& root, const EditionDefinition& edition,
                                      Findings& findings);
std::vector<TestDefinition> readTests(const yaml::Node& root);

}  // namespace lixiao::workflow
