#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace lixiao::app {

struct SampleOptions {
  std::size_t students = 2000;
  std::uint64_t seed = 1;
  int graduation_year = 2015;
};

/// Writes made-up students and what the offices and source systems of their school know of them, byte for
/// byte the same for the same options on every machine:
///   students.csv              attributes and facts, as `evaluate` reads them
///   roster.csv                as `import roster` reads it
///   facts.csv                 what offices counted, as `import facts` reads it
///   finance.csv library.csv housing.csv   what the sample source systems serve
///   lists/*.csv               one for each list of the 2015 edition
///   registrations.csv         what offices registered before the on-site days
///   traps.csv                 which students are the awkward ones, and why
/// Each item has between 1 and 25 of 100 students in its way. Creates the folder; files of these names are
/// replaced. Throws std::runtime_error naming the file that cannot be written. Memory does not grow with the
/// number of students.
void writeSample(const std::filesystem::path& folder, const SampleOptions& options);

}  // namespace lixiao::app
