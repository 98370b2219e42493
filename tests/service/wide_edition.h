#pragma once

#include <vector>

#include "tests/service/world.h"

namespace lixiao::service::test {

/// What offices and students may say beyond cleared and refused. Departments housing, office, college
/// (scoped); items room (for all of a room; deferral, waiver, condition, amounts), books (clear for all of a
/// class), library (parts card and thesis), homes (declared: residence, confirmed by housing, and bank), home
/// (for each residence); document diploma in two batches.
std::vector<workflow::SourceFile> wideEdition();

/// A student of it.
RosterRow resident(const std::string& student_no, const std::string& room, const std::string& class_code,
                   const std::string& college = "医学院");

/// The item, or the part of one, on the student's page as the actor sees it; fails the test when there is
/// none.
ItemView itemOf(World& world, const Actor& actor, const std::string& student_no, const std::string& item);

}  // namespace lixiao::service::test
