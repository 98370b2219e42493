#include "app/student_options.h"

#include <CLI/CLI.hpp>
#include <stdexcept>

namespace lixiao::app {

void StudentOptions::addTo(CLI::App& command) {
  static const std::map<std::string, model::Language> kLanguages = {{"zh", model::Language::Chinese},
                                                                    {"en", model::Language::English}};
  command.add_option("DIR", dir, "a year's folder")->required();
  command.add_option("--students", students, "CSV or XLSX: student_no, name, attributes, facts, FACT.since")
      ->required();
  command.add_option("--registrations", registrations,
                     "CSV: student_no,item,result,remark,until,at,condition,amount");
  command.add_option("--list", lists, "NAME=FILE: a list that was submitted; a list not given was not")
      ->take_all();
  command.add_option("--today", today, "the day to decide for, like 2015-06-24; default today");
  command.add_option("--language", language, "of the reasons: zh or en (default)")
      ->transform(CLI::CheckedTransformer(kLanguages));
}

StudentFiles StudentOptions::files() const {
  StudentFiles files{students, registrations, {}, today};
  for (const std::string& list : lists) {
    const auto equals = list.find('=');
    if (equals == std::string::npos || equals == 0)
      throw std::runtime_error("--list " + list + ": write NAME=FILE");
    files.lists.emplace_back(list.substr(0, equals), list.substr(equals + 1));
  }
  return files;
}

}  // namespace lixiao::app
