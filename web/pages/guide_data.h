#pragma once

#include "engine/service/guide_view.h"
#include "web/json.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What the templates `guide_body` and `guide_lines` read. Every name begins with `guide_`, as guides stand
/// inside items.
Data guideData(const Visit& visit, const service::GuideView& guide, const service::EditionView& edition);
/// The guides of one item or document; `about` makes their ids on the page.
void setGuides(const Visit& visit, Data& data, const std::string& about,
               const std::vector<service::GuideView>& guides, const service::EditionView& edition);

/// The pieces of a phone text: numbers that can be dialled with their address, the rest as it is.
struct PhonePiece {
  std::string text;
  std::string url;  ///< `tel:02163846590`; "" for what is between
};
std::vector<PhonePiece> phonePieces(const std::string& text);

Json guideJson(const Visit& visit, const service::GuideView& guide);

std::vector<std::string> linesOf(const std::string& text);

}  // namespace lixiao::web::pages
