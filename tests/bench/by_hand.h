#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "engine/workflow/batch_evaluator.h"
#include "engine/workflow/record.h"

namespace lixiao::bench {

/// A fact of the board with the time at which its source said so.
template <typename T>
struct DatedColumn {
  const T* data = nullptr;
  const std::uint32_t* as_of = nullptr;
  std::uint32_t fresh_from = 0;
};

/// The items of the 2015 edition in its order; ThesisArchive is for postgraduates.
enum HandItem : std::size_t {
  CollegeProcedures,
  Finance,
  Housing,
  Library,
  LibraryMain,
  Equipment,
  Sports,
  Hukou,
  HukouHuaping,
  LoanConfirmation,
  ThesisArchive,
  Party,
  League,
  PersonalFile,
  CampusCard,
  kHandItems
};
enum HandDocument : std::size_t {
  Diploma,
  CompletionCertificate,
  LeavingCertificate,
  EmploymentCard,
  EmploymentSlip,
  kHandDocuments
};

/// The columns of one student type that the 2015 edition reads, each under its own name. Truths are bytes:
/// 0 false, 1 unknown, 2 true.
struct HandColumns {
  bool postgraduate = false;
  std::int32_t today = 0;
  const std::uint8_t* leave_reason = nullptr;
  DatedColumn<std::int32_t> tuition_due, finance_dorm_due, loans, fines, housing_dorm_due;
  DatedColumn<std::uint8_t> checked_out;
  const std::uint8_t* party_member = nullptr;
  const std::uint8_t* league_member = nullptr;
  const std::uint8_t* has_student_loan = nullptr;
  const std::uint8_t* hukou_on_campus = nullptr;
  const std::uint8_t* career_registered = nullptr;
  const std::uint8_t* on_equipment = nullptr;
  const std::uint8_t* on_sports = nullptr;
  const std::uint8_t* on_hukou_huaping = nullptr;
  const std::uint8_t* on_library_main = nullptr;
  std::array<const std::uint8_t*, kHandItems> registrations{};  ///< nullptr: nobody has one
  std::array<const std::int32_t*, kHandItems> registered_until{};
  std::array<const std::uint8_t*, kHandDocuments> collected{};
  std::array<std::uint8_t*, kHandItems> items{};
  std::array<std::uint8_t*, kHandDocuments> documents{};
  std::uint16_t* remaining = nullptr;
};

/// Finds the columns by name. Throws std::invalid_argument when one is not as the loop was written for:
/// another edition, another type, a list that was not submitted, amounts beyond 32 bits.
HandColumns handColumns(const workflow::Workflow& workflow, const workflow::StudentType& type,
                        const workflow::Circumstances& circumstances,
                        const workflow::StudentColumns& students, const workflow::DecisionColumns& decisions);

/// The 2015 edition as somebody would write it in C++: one loop over the students. For any x86-64 at -O2, and
/// for AVX2 at -O3.
void decideByHandBaseline(const HandColumns& students, std::size_t begin, std::size_t end);
void decideByHandAvx2(const HandColumns& students, std::size_t begin, std::size_t end);

}  // namespace lixiao::bench
