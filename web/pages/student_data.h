#pragma once

#include "web/visit.h"

namespace lixiao::web::pages {

/// What the templates of a student's page read, with the parts. The same for the student and for offices.
Data itemData(const Visit& visit, const service::ItemView& item, const service::EditionView& edition);
/// At most `most` of the items in the way are named.
Data documentData(const Visit& visit, const service::DocumentView& document,
                  const service::EditionView& edition, std::size_t most);

/// `{title, status, word}` for the chip of a status.
Data chip(const Visit& visit, model::ItemStatus status);
Data chip(const Visit& visit, model::DocumentStatus status);

/// A value as people read it, from how it is written; `several`: divided by semicolons.
std::string valueWords(const Visit& visit, const rules::Type& type, bool several, std::string value);

/// The paragraphs of a text, parted by blank lines.
List paragraphs(const std::string& text);
/// A list of texts, as {{.}}.
List texts(const std::vector<std::string>& values);

std::string studentUrl(const std::string& student_no);

/// A whole number of a query or form; nothing when it is not one.
std::optional<std::int64_t> number(std::string_view text);

/// Links to the page before and after; `base` ends so that a number can follow.
void addPaging(const Visit& visit, Data& data, const std::string& base, std::size_t page, std::size_t size,
               std::size_t total);

}  // namespace lixiao::web::pages
