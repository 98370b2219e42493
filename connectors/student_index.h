#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connectors/connector.h"

namespace lixiao::connectors {

/// Where a student stands among those asked about. Who comes in their order, once or several times, is found
/// without hashing anybody. NOT thread-safe; the students must outlive it.
class StudentIndex {
 public:
  explicit StudentIndex(const std::vector<StudentRef>& students) : students_(students) {}

  /// Nothing when nobody asked about the student.
  std::optional<std::size_t> find(std::string_view student_no) {
    for (std::size_t place = last_; place < last_ + 2 && place < students_.size(); ++place)
      if (students_[place].student_no == student_no) return last_ = place;
    if (places_.empty()) fill();
    const auto found = places_.find(student_no);
    if (found == places_.end()) return std::nullopt;
    return last_ = found->second;
  }

 private:
  void fill() {
    places_.reserve(students_.size());
    for (std::size_t i = 0; i < students_.size(); ++i) places_.emplace(students_[i].student_no, i);
  }

  const std::vector<StudentRef>& students_;
  std::size_t last_ = 0;
  std::unordered_map<std::string_view, std::size_t> places_;  ///< filled when it is needed
};

}  // namespace lixiao::connectors
