// The bar of progress belongs to the visit under way. Turbo remembers the timer of one visit only: that of a visit which
// another overtakes, as a form's answer does with a page being brought up to date, would show the bar after all is done.
import { session } from "@hotwired/turbo";

const { adapter } = session;
const showLater = adapter.showVisitProgressBarAfterDelay;

adapter.showVisitProgressBarAfterDelay = () => {
  clearTimeout(adapter.visitProgressBarTimeout);
  showLater.call(adapter);
};
