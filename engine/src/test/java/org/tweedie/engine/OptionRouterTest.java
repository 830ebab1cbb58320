package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidOptionException;

/** Options find their provider; where they cannot, the message says why. */
class OptionRouterTest {
  private static BoundOptions bind(String... pairs) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      given.put(pairs[i], pairs[i + 1]);
    }
    return new OptionRouter(new Toys.Operator(), new Toys.Gaussian(), new Toys.Plain()).bind(given);
  }

  @Test
  void prefixedAndBareNamesReachTheirProvider() {
    BoundOptions o = bind("sampler.steps", "9", "operator.steps", "2", "mean", "3");
    assertEquals(9, o.sampler().integer("steps"));
    assertEquals(2, o.operator().integer("steps"));
    assertEquals(3, o.prior().number("mean"));
    assertEquals("0.5", o.asMap().get("operator.sigma"));
  }

  @Test
  void aBareNameThatTwoHaveIsAmbiguous() {
    assertSays("write one of operator.steps, sampler.steps", "steps", "3");
  }

  @Test
  void anUnknownNameGetsTheNearest() {
    assertSays("did you mean 'weight'?", "weigth", "3");
    assertSays("did you mean 'sampler.weight'?", "sampler.weigth", "3");
    assertSays("choose one of operator.sigma", "xyzzy", "3");
    // The right name at the wrong provider is unknown there.
    assertSays("there is no option 'prior.weight'", "prior.weight", "3");
  }

  @Test
  void theSameOptionTwiceIsRefused() {
    assertSays("'sampler.weight' is given twice", "weight", "3", "sampler.weight", "3");
  }

  @Test
  void aValueOutOfRangeIsRefused() {
    assertSays("'steps' is '0'", "sampler.steps", "0");
  }

  private static void assertSays(String part, String... pairs) {
    String message = assertThrows(InvalidOptionException.class, () -> bind(pairs)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
