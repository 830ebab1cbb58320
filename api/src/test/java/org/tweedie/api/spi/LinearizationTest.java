package org.tweedie.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.LifecycleException;

class LinearizationTest {
  @Test
  void afterCloseEveryCallFails() {
    Linearization<Double> l = Linearization.of(1.0, v -> 2 * v, u -> 3 * u);
    assertEquals(1.0, l.value());
    assertEquals(4.0, l.jvp(2.0));
    assertEquals(6.0, l.vjp(2.0));
    l.close();
    l.close();
    assertThrows(LifecycleException.class, l::value);
    assertThrows(LifecycleException.class, () -> l.jvp(1.0));
    assertThrows(LifecycleException.class, () -> l.vjp(1.0));
  }

  @Test
  void anotherThreadIsRefused() {
    Linearization<Double> l = Linearization.of(1.0, v -> v, u -> u);
    CompletionException e =
        assertThrows(
            CompletionException.class, () -> CompletableFuture.supplyAsync(l::value).join());
    assertInstanceOf(LifecycleException.class, e.getCause());
  }
}
