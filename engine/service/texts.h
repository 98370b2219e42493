#pragma once

#include <string>
#include <vector>

namespace lixiao::service {

/// Every sentence that commands, queries and accounts say of themselves: the keys the catalogue must hold.
const std::vector<std::string>& serviceTexts();

}  // namespace lixiao::service

/// Templates of model::Message.
namespace lixiao::service::text {

inline constexpr const char* kAsWritten = "{0}";

// who may
inline constexpr const char* kNoSuchReceiver = "there is no such receiver";
inline constexpr const char* kNotAllowed = "you may not do this";
inline constexpr const char* kNotYourItem = "{0} registers this";
inline constexpr const char* kNotYourDocument = "{0} hands this out";
inline constexpr const char* kNotYourList = "{0} delivers this list";
inline constexpr const char* kNotYourStudent = "this student is not among yours";
inline constexpr const char* kNotYourRoster = "only the providers of the roster may deliver it";
inline constexpr const char* kScopedList = "a list is about everybody, you act for a part only";

// what is asked for
inline constexpr const char* kNoEdition = "no edition is active yet";
inline constexpr const char* kNoStudent = "there is no student {0}";
inline constexpr const char* kNoItem = "there is no item {0}";
inline constexpr const char* kNoItemHint = "there is no item {0}; did you mean {1}?";
inline constexpr const char* kNoEditionThen = "no edition was active then";
inline constexpr const char* kNotOnRosterThen = "the student {0} was not on the roster then";
inline constexpr const char* kTooManySharers = "too many others decide on this student to put them together";
inline constexpr const char* kDayToCome = "this day has not come yet";
inline constexpr const char* kPastFactTimes =
    "older entries do not tell of when {0} was; data of unknown age counts from its last change";
inline constexpr const char* kPastRemarks = "older entries do not tell the remarks of the list {0}";
inline constexpr const char* kNoDimension = "students cannot be counted by {0}";
inline constexpr const char* kNoDocument = "there is no document {0}";
inline constexpr const char* kNoList = "there is no list {0}";
inline constexpr const char* kNoFact = "{0} is not among the facts of the edition";
inline constexpr const char* kNoFactHint = "{0} is not among the facts of the edition; did you mean {1}?";

// ending the trial
inline constexpr const char* kNoTrial = "this database is in the run: there is no trial to end";
inline constexpr const char* kNotThisEdition = "the active edition is {0}; write exactly that";

// slips
inline constexpr const char* kNoSlip = "no slip has been issued yet";
inline constexpr const char* kNothingToClear = "there is nothing to clear for this student";

// people of an office
inline constexpr const char* kNotHead = "only the head of an office looks after its people";
inline constexpr const char* kOnlyOwnPeople = "a head adds people of their own office only";
inline constexpr const char* kOnlyOwnScope = "a head gives their own part only";
inline constexpr const char* kNotOneself = "nobody changes their own account here";
inline constexpr const char* kHeadIsStaff = "only people of an office can be its head";
inline constexpr const char* kWrongOldPassword = "the present password is wrong";
inline constexpr const char* kSamePassword = "the new password must differ from the present one";

// messages by e-mail
inline constexpr const char* kMailOff = "messages by e-mail are not sent here now";
inline constexpr const char* kNotAnAddress = "this is not an e-mail address";
inline constexpr const char* kNothingWanted = "choose what you want to be told";
inline constexpr const char* kTooManyLinks = "too many links were asked for; try again tomorrow";
inline constexpr const char* kLinkOver = "this link is not valid any more";
inline constexpr const char* kConfirmSubject = "Please confirm this address";
inline constexpr const char* kConfirmLine =
    "Somebody who is signed in to the graduation clearance ({0}) wants messages to be sent here. If it was "
    "you, open this page within two days and confirm:";
inline constexpr const char* kConfirmElse = "If it was not you, do nothing: no message will follow.";
inline constexpr const char* kDigestDocument = "A certificate may be collected";
inline constexpr const char* kDigestTask = "There is something for you to do";
inline constexpr const char* kDigestClear = "Your clearance is complete";
inline constexpr const char* kDigestDeadline = "A deadline is near";
inline constexpr const char* kLineClear = "Everything is cleared: nothing is left for you to do.";
inline constexpr const char* kLineDocument = "{0} may be collected.";
inline constexpr const char* kLineDocumentFrom = "{0} may be collected from {1} on.";
inline constexpr const char* kLineTask = "There is something new for you to do. Items that need you: {0}.";
inline constexpr const char* kLineDeadline = "An item that needs you is due on {0}.";
inline constexpr const char* kLineSignIn = "Sign in to see more: {0}";
inline constexpr const char* kLineWhy =
    "You get this because you asked for it, at most once a day. To end it: {0}";
inline constexpr const char* kOldWaiting =
    "{2}: students wait for {0} results of your office, the longest since {1}.";
inline constexpr const char* kOldDeclared =
    "{2}: {0} deeds of your office are awaited, the longest since {1}.";
inline constexpr const char* kOldList = "The list {0} was due on {1} and is not submitted.";
inline constexpr const char* kOldUnmatched =
    "Registrations for nobody on the roster: {0}, the oldest since {1}.";
inline constexpr const char* kRemindSubject = "Clearance work of your office is waiting";
inline constexpr const char* kLineWhyWork =
    "You get this because you asked for it, at most once a working day. To end it: {0}";
inline constexpr const char* kMailUnreachable = "the mail server cannot be reached";
inline constexpr const char* kMailTimeout = "the mail server did not answer in time";
inline constexpr const char* kMailDropped = "the mail server broke the connection off";
inline constexpr const char* kMailNoTls = "no safe connection to the mail server could be made";
inline constexpr const char* kMailSignIn = "the mail server refused the sign-in ({0})";
inline constexpr const char* kMailSender = "the mail server refused the sender ({0})";
inline constexpr const char* kMailReceiver = "the mail server refused the receiver ({0})";
inline constexpr const char* kMailRefused = "the mail server refused the message ({0})";
inline constexpr const char* kMailBusy = "the mail server is not ready ({0})";

// what was handed in
inline constexpr const char* kNoRows = "there are no rows";
inline constexpr const char* kTooManyRows = "at most {0} rows at once";
inline constexpr const char* kRepeatedRow = "row {0} is about the same";
inline constexpr const char* kTextTooLong = "at most {0} characters";
inline constexpr const char* kTextUnreadable = "it holds characters that cannot be shown";
inline constexpr const char* kNumberMissing = "the student number is missing";
inline constexpr const char* kNumberRounded =
    "a spreadsheet has rounded this number; make its column a text column";
inline constexpr const char* kNumberShape =
    "a student number has at most 40 letters, digits and signs and no blanks";
inline constexpr const char* kNameMissing = "the name is missing";
inline constexpr const char* kNameDiffers = "the roster has another name for this number";
inline constexpr const char* kNotAValue = "{0}: {1} is not a value of it";
inline constexpr const char* kNotAValueHint = "{0}: {1} is not a value of it; did you mean {2}?";

// roster
inline constexpr const char* kNoAttribute = "{0} is not a column of the roster";
inline constexpr const char* kNoAttributeHint = "{0} is not a column of the roster; did you mean {1}?";
inline constexpr const char* kAttributeMissing = "{0} is missing";
inline constexpr const char* kOtherProvider = "{0} delivers this student";
inline constexpr const char* kNoProvider = "no provider delivers students of this kind";
inline constexpr const char* kChanges = "{0}";
inline constexpr const char* kSamePerson = "the same person also has the number {0}";
inline constexpr const char* kStaysCollected = "has collected a document and stays";
inline constexpr const char* kNoIdType = "{0} is no kind of identity document that is known";
inline constexpr const char* kOverHalf =
    "more than half of the students of {0} would be taken off: say that this is meant";
inline constexpr const char* kFinalReason = "{0} declared its roster final: a change needs a reason";
inline constexpr const char* kFinalAlready = "{0} declared the roster final on {1}";
inline constexpr const char* kNobodyOnRoster = "nobody is on your part of the roster yet";
inline constexpr const char* kImportedMeanwhile = "meanwhile {0} imported on {1}: look again";
inline constexpr const char* kDropped = "registered in advance by someone who may not, and dropped: {0}";

// lists and facts
inline constexpr const char* kEmptyList = "the list is empty: say expressly that nobody is on it";
inline constexpr const char* kNobodyWithRows = "the list has rows and says that nobody is on it";
inline constexpr const char* kSubmittedMeanwhile =
    "meanwhile {0} submitted the list on {1}: look at it before you replace it";
inline constexpr const char* kFromConnector = "{0} delivers this fact";
inline constexpr const char* kDeliveryValue = "{0} delivered a value of another kind for {1}";
inline constexpr const char* kDeliveryFact = "{0} delivered {1} without announcing it";

// registering
inline constexpr const char* kResultNotAllowed = "this result is not allowed for the item";
inline constexpr const char* kUntilNeeded = "say until which day it is deferred";
inline constexpr const char* kNotADay = "{0} is not a day like 2015-06-30";
inline constexpr const char* kUntilPast = "the day is past already";
inline constexpr const char* kNoAmount = "the item takes no amount";
inline constexpr const char* kNotAnAmount = "{0} is not an amount like 12.50";
inline constexpr const char* kNoCondition = "the item allows no condition";
inline constexpr const char* kConditionOfCleared = "only what is cleared can carry a condition";
inline constexpr const char* kTimeIsNow = "when it was registered is not yours to say";
inline constexpr const char* kNotATime = "{0} is neither a day nor a time";
inline constexpr const char* kInTheFuture = "it lies in the future";
inline constexpr const char* kSharedUnknown =
    "registered for all with the same {0}, and this student's is not known";
inline constexpr const char* kCountsForAll = "counts for {0} students: {1} {2}";
inline constexpr const char* kReplacesForAll =
    "counts for {0} students: {1} {2}; replaces what {3} registered on {4}";
inline constexpr const char* kSharedNotYours = "it counts for {0} too, who is not among your students";
inline constexpr const char* kSharedCollected =
    "{0}, for whom it counts too, has collected {1} already; {2} has to take it back first";
inline constexpr const char* kRemarkNeeded = "say in the remark what is open";
inline constexpr const char* kOverrideReason =
    "the result is decided automatically: give the reason in the remark";
inline constexpr const char* kReasonNeeded = "a reason is needed";
inline constexpr const char* kNotInType = "students of this kind do not have the item";
inline constexpr const char* kCountsWhenKnown = "counts once it is known whether the item applies";
inline constexpr const char* kOpensOn = "opens on {0}";
inline constexpr const char* kComesAfter = "comes after {0}";
inline constexpr const char* kCollected = "{0} was collected already; {1} has to take it back first";
inline constexpr const char* kMeanwhile = "meanwhile {0} registered {1} on {2}";
inline constexpr const char* kMeanwhileRemark = "meanwhile {0} registered {1} on {2}: {3}";
inline constexpr const char* kMeanwhileRevoked = "meanwhile the registration was taken back";
inline constexpr const char* kNotRegistered = "nothing is registered";
inline constexpr const char* kOnRosterNow = "{0} is on the roster by now";
inline constexpr const char* kNothingPicked = "nothing is ticked";
inline constexpr const char* kSameNumber = "it is the same number";
inline constexpr const char* kUndoOwn =
    "only your own registration can be undone; take it back with a reason";
inline constexpr const char* kUndoneAtOnce = "undone at once";
inline constexpr const char* kNoBatch = "there is no batch {0}";
inline constexpr const char* kUndoneBefore = "undone by {0} on {1} already";
inline constexpr const char* kRemarkLost =
    "it is clear already, so this remark would not be kept; take the registration back first, or clear the "
    "remark";
inline constexpr const char* kReplaces = "replaces what {0} registered on {1}";
inline constexpr const char* kNothingToDeclare = "there is nothing to declare now";
inline constexpr const char* kDeclareMissing = "{0} is missing";
inline constexpr const char* kDeclareOne = "{0}: choose one";
inline constexpr const char* kNotDeclaredHere = "{0} is not declared here";
inline constexpr const char* kNothingDeclared = "nothing is declared that waits for you";
inline constexpr const char* kDeclaredAnew = "meanwhile the student declared something else: {0}";
inline constexpr const char* kNotYourDeclaration = "{0} confirms this";

// documents
inline constexpr const char* kCollectedBefore = "handed over by {0} on {1}";
inline constexpr const char* kProxyIdNeeded = "say which identification the other person showed";
inline constexpr const char* kLetterNeeded = "a letter of authorisation must be seen: tick that you saw it";
inline constexpr const char* kNotHandedOut = "it is not handed out, so nothing can be taken back";
inline constexpr const char* kScopedPrinting = "a print batch is about everybody, you act for a part only";
inline constexpr const char* kCutOffAhead = "the cut-off day has not come yet";
inline constexpr const char* kOtherCount = "meanwhile {0} students would be in the batch: look again";
inline constexpr const char* kNobodyToPrint = "nobody is left for this batch";
inline constexpr const char* kCollectedByProxy = "handed over by {0} on {1} to {2}";

// guides
inline constexpr const char* kGuideNeeded = "students need to know this";
inline constexpr const char* kGuideMeanwhile = "meanwhile {0} published another version on {1}";
inline constexpr const char* kGuideGone = "meanwhile the guide was withdrawn";
inline constexpr const char* kGuideTooMany = "at most {0} guides for one department";

// editions
inline constexpr const char* kNoFiles = "there are no files";
inline constexpr const char* kTestFailed = "test {0}: {1} is {2} and not {3}";
inline constexpr const char* kMoreFindings = "and {0} more";
inline constexpr const char* kActivatedMeanwhile =
    "meanwhile {0} activated another version on {1}; your changes were made to an older one";
inline constexpr const char* kPlanBusy = "another preview is being worked out; try again in a moment";
inline constexpr const char* kNoVersion = "there is no version {0}";

// accounts
inline constexpr const char* kLoginShape = "a login has 1 to 64 letters, digits and signs and no blanks";
inline constexpr const char* kLoginTaken = "the login {0} is taken";
inline constexpr const char* kNoAccount = "there is no account {0}";
inline constexpr const char* kNotYourself = "nobody disables their own account";
inline constexpr const char* kRoleNotForPeople = "this role is not for people";
inline constexpr const char* kDepartmentNeeded = "an account of this role needs a department";
inline constexpr const char* kNoDepartment = "there is no department {0}";
inline constexpr const char* kScopeNeeded = "people of {0} act for a part of the students only: say which";
inline constexpr const char* kPasswordLength = "a password has 12 to 128 characters";
inline constexpr const char* kPasswordCommon = "this password is too easy to guess";
inline constexpr const char* kPasswordIsLogin = "the password must not be the login";
inline constexpr const char* kSignInRefused = "login or password is wrong";
inline constexpr const char* kTryLater = "too many attempts; try again in {0} seconds";
inline constexpr const char* kBusy = "too many people are signing in at this moment; try again";

}  // namespace lixiao::service::text
