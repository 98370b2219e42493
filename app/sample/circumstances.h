#pragma once

#include "app/sample/random.h"
#include "app/sample/student.h"

namespace lixiao::app {

/// Gives a student dues, loans, memberships, places on lists and what offices registered: of a hundred
/// students 1 to 25 have something in the way of each item.
void makeCircumstances(Random& random, Student& student, int graduation_year);

/// What the offices registered for these circumstances.
void makeRegistrations(Random& random, Student& student, int graduation_year);

}  // namespace lixiao::app
