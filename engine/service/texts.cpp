#include "engine/service/texts.h"

namespace lixiao::service {

const std::vector<std::string>& serviceTexts() {
  static const std::vector<std::string> kAll = {
      text::kAsWritten,        text::kNotAllowed,       text::kNotYourItem,      text::kNotYourDocument,
      text::kNotYourList,      text::kNotYourStudent,   text::kNotYourRoster,    text::kScopedList,
      text::kNoEdition,        text::kNoStudent,        text::kNoItem,           text::kNoItemHint,
      text::kNoDocument,       text::kNoList,           text::kNoFact,           text::kNoFactHint,
      text::kNoRows,           text::kTooManyRows,      text::kRepeatedRow,      text::kTextTooLong,
      text::kTextUnreadable,   text::kNumberMissing,    text::kNumberRounded,    text::kNumberShape,
      text::kNameMissing,      text::kNameDiffers,      text::kNotAValue,        text::kNotAValueHint,
      text::kNoAttribute,      text::kNoAttributeHint,  text::kAttributeMissing, text::kOtherProvider,
      text::kNoProvider,       text::kChanges,          text::kSamePerson,       text::kChangesSamePerson,
      text::kDropped,          text::kEmptyList,        text::kNobodyWithRows,   text::kFromConnector,
      text::kDeliveryValue,    text::kDeliveryFact,     text::kResultNotAllowed, text::kRemarkNeeded,
      text::kOverrideReason,   text::kReasonNeeded,     text::kNotInType,        text::kCountsWhenKnown,
      text::kOpensOn,          text::kComesAfter,       text::kCollected,        text::kMeanwhile,
      text::kMeanwhileRemark,  text::kMeanwhileRevoked, text::kNotRegistered,    text::kReplaces,
      text::kNothingToDeclare, text::kCollectedBefore,  text::kCollectedByProxy, text::kNoFiles,
      text::kTestFailed,       text::kMoreFindings,     text::kLoginShape,       text::kLoginTaken,
      text::kNoAccount,        text::kNotYourself,      text::kRoleNotForPeople, text::kDepartmentNeeded,
      text::kNoDepartment,     text::kScopeNeeded,      text::kPasswordLength,   text::kPasswordCommon,
      text::kPasswordIsLogin,  text::kSignInRefused,    text::kTryLater,         text::kBusy};
  return kAll;
}

}  // namespace lixiao::service
