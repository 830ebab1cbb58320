package org.tweedie.numerics.fft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How an instant is shared out. */
class FftClockTest {
  private final FftClock.Account account = new FftClock.Account(0);

  @Test
  void aThreadAloneHasItAll() {
    account.change(10, 1, 0);
    account.change(17, -1, 0);
    account.change(30, 0, 0);
    assertEquals(7, account.wallNanos);
  }

  @Test
  void threadsAtWorkShare() {
    account.change(0, 0, 1); // two at work, neither transforms
    account.change(10, 1, 0); // one does
    account.change(20, 1, 0); // both do
    account.change(40, -1, 0); // one does
    account.change(44, -1, 0); // none does
    account.change(100, 0, -1);
    assertEquals(10 / 2.0 + 20 + 4 / 2.0, account.wallNanos);
  }

  @Test
  void aThreadThatWaitsHasNoShare() {
    account.change(0, 0, 1);
    account.change(0, 1, 0); // the helper transforms while the caller works
    account.change(6, 0, -1); // the caller waits for it
    account.change(16, -1, 0);
    assertEquals(6 / 2.0 + 10, account.wallNanos);
  }

  @Test
  void threadsThatNobodyToldOfMakeNoMoreThanTheWholeTime() {
    account.change(0, 3, 0);
    account.change(5, -3, 0);
    assertEquals(5, account.wallNanos);
  }
}
