#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/workflow/batch_evaluator.h"
#include "engine/workflow/record.h"

namespace lixiao::workflow::tests {

/// The codes of texts in columns.
class Texts {
 public:
  std::uint32_t code(std::string_view text) {
    return codes_.emplace(std::string(text), static_cast<std::uint32_t>(codes_.size() + 1)).first->second;
  }

 private:
  std::map<std::string, std::uint32_t> codes_;
};

/// Students of one type as the batch evaluator reads them.
class RecordColumns {
 public:
  RecordColumns(const Workflow& workflow, const StudentType& type, const std::vector<StudentRecord>& records,
                const Circumstances& circumstances, Texts& texts);

  const StudentColumns& columns() const { return columns_; }

 private:
  template <typename T, typename Cell>
  const T* column(std::deque<std::vector<T>>& store, const Cell& cell) {
    std::vector<T>& made = store.emplace_back();
    made.reserve(records_.size());
    for (const StudentRecord& record : records_) made.push_back(static_cast<T>(cell(record)));
    return made.data();
  }
  template <typename Cell>
  rules::Column typed(const rules::Type& type, const Cell& value);
  void addInputs();
  void addFact(FactIndex fact);
  void addItem(const Item& item);

  const Workflow& workflow_;
  const std::vector<StudentRecord>& records_;
  const Circumstances& circumstances_;
  Texts& texts_;
  std::deque<std::vector<std::uint8_t>> bytes_;
  std::deque<std::vector<std::int32_t>> days_;
  std::deque<std::vector<std::uint32_t>> codes_;
  std::deque<std::vector<std::int64_t>> numbers_;
  StudentColumns columns_;
};

}  // namespace lixiao::workflow::tests
