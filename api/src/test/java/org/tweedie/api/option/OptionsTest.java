package org.tweedie.api.option;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.error.InvalidOptionException;

class OptionsTest {
  private static final List<OptionSpec> SPECS =
      List.of(
          OptionSpec.integer("steps", 50, 1, 1000, "levels"),
          OptionSpec.number("zeta", 0.1, 0, 10, "step size"),
          OptionSpec.optionalNumber("noise", 0, 1e9, "σ of a real component"),
          OptionSpec.flag("clip", false, "clip the clean estimate"),
          OptionSpec.choice("denoiser", "ddim", List.of("ddim", "ddpm"), "inner sampler"));

  private static final List<OptionSpec> TYPES =
      List.of(
          OptionSpec.integer("integer", 3, 0, 9, "a whole number"),
          OptionSpec.number("number", 0.5, 0, 1, "a number"),
          OptionSpec.flag("flag", true, "a flag"),
          OptionSpec.choice("choice", "a", List.of("a", "b"), "a choice"),
          OptionSpec.text("text", "Words as they are", "a text"),
          OptionSpec.file("file", "a file"));

  @Test
  void whatIsNotGivenTakesItsDefault() {
    Options o = Options.bind(SPECS, Map.of("steps", " 20 ", "clip", "TRUE"));
    assertEquals(20, o.integer("steps"));
    assertEquals(0.1, o.number("zeta"));
    assertTrue(o.flag("clip"));
    assertEquals("ddim", o.text("denoiser"));
    assertFalse(o.has("noise"));
    assertEquals(o, Options.bind(SPECS, o.asMap()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "steps    | 0    | a value in 1 … 1000",
        "steps    | 1.5  | a whole number",
        "zeta     | NaN  | a value in 0.0 … 10.0",
        "zeta     | ten  | a number",
        "clip     | yes  | one of true, false",
        "denoiser | ddmp | did you mean 'ddpm'?",
        "stpes    | 5    | did you mean 'steps'?"
      })
  void badValuesAreRefusedInOneSentence(String name, String value, String expected) {
    InvalidOptionException e =
        assertThrows(InvalidOptionException.class, () -> Options.bind(SPECS, Map.of(name, value)));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void anOptionWithoutValueSaysSo() {
    Options o = Options.defaults(SPECS);
    InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> o.number("noise"));
    assertTrue(e.getMessage().contains("'noise' has no value"));
    assertThrows(IllegalArgumentException.class, () -> o.number("nose"));
  }

  /** A default that its own option refuses would fail far from its declaration, or never. */
  @Test
  void aDefaultIsCheckedWhereItIsDeclared() {
    assertThrows(InvalidOptionException.class, () -> OptionSpec.number("eta", 5, 0, 1, "η"));
    assertThrows(
        InvalidOptionException.class, () -> OptionSpec.number("eta", Double.NaN, 0, 1, "η"));
    assertThrows(InvalidOptionException.class, () -> OptionSpec.number("eta", 0.5, 1, 0, "η"));
    assertThrows(InvalidOptionException.class, () -> OptionSpec.integer("steps", 0, 1, 9, "steps"));
    assertThrows(
        InvalidOptionException.class,
        () -> OptionSpec.choice("start", "nois", List.of("noise", "data"), "where to start"));
    assertEquals(Optional.of("1.0"), OptionSpec.number("eta", 1, 0, 1, "η").defaultValue());
    assertEquals(Optional.of("0.0"), OptionSpec.number("eta", 0, 0, 1, "η").defaultValue());
    assertEquals(Optional.empty(), OptionSpec.file("file", "a file").defaultValue());
  }

  @Test
  void eachGetterRefusesOptionsOfAnotherType() {
    Options o = Options.bind(TYPES, Map.of("file", "model.json"));
    Map<String, List<Function<String, Object>>> getters =
        Map.of(
            "integer", List.of(o::integer, o::longInteger),
            "number", List.of(o::number),
            "flag", List.of(o::flag),
            "choice", List.of(o::text),
            "text", List.of(o::text),
            "file", List.of(o::file));
    getters.forEach(
        (option, ofType) ->
            ofType.forEach(
                getter -> {
                  for (String other : getters.keySet()) {
                    if (other.equals(option) || isText(other) && isText(option)) {
                      assertDoesNotThrow(() -> getter.apply(other));
                    } else {
                      assertThrows(IllegalArgumentException.class, () -> getter.apply(other));
                    }
                  }
                  assertThrows(IllegalArgumentException.class, () -> getter.apply("no such"));
                }));
    assertEquals(Path.of("model.json"), o.file("file"));
    assertEquals("Words as they are", o.text("text"));
  }

  private static boolean isText(String type) {
    return type.equals("text") || type.equals("choice");
  }

  @Test
  void whatDoesNotFitAnIntIsRefusedAsAnOption() {
    List<OptionSpec> specs =
        List.of(OptionSpec.integer("n", 0, Long.MIN_VALUE, Long.MAX_VALUE, ""));
    for (long v : new long[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) {
      assertEquals((int) v, Options.bind(specs, Map.of("n", Long.toString(v))).integer("n"));
    }
    for (long v :
        new long[] {1L << 31, -(1L << 31) - 1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Options o = Options.bind(specs, Map.of("n", Long.toString(v)));
      assertEquals(v, o.longInteger("n"));
      assertThrows(InvalidOptionException.class, () -> o.integer("n"));
    }
    assertThrows(
        InvalidOptionException.class,
        () -> Options.bind(specs, Map.of("n", "9223372036854775808")));
  }

  @Test
  void theSameNameTwiceIsRefused() {
    OptionSpec flag = OptionSpec.flag("clip", true, "clip");
    InvalidOptionException e =
        assertThrows(InvalidOptionException.class, () -> Options.defaults(List.of(flag, flag)));
    assertTrue(e.getMessage().contains("'clip' is declared twice"));
  }

  @Test
  void valuesAreInTheOrderOfTheDeclarationsAndCannotBeChanged() {
    Options o = Options.bind(SPECS, Map.of("denoiser", "ddpm", "steps", "7"));
    assertEquals(List.of("steps", "zeta", "clip", "denoiser"), List.copyOf(o.asMap().keySet()));
    assertThrows(UnsupportedOperationException.class, () -> o.asMap().put("steps", "8"));
  }

  @Test
  void aRangeWithoutZeroDoesNotShowIt() {
    OptionSpec level = OptionSpec.optionalNumber("noise", Double.MIN_VALUE, Double.MAX_VALUE, "σ");
    assertEquals(">0 … ∞", level.range());
    assertEquals("0.0 … 1.0", OptionSpec.number("x", 0, 0, 1, "").range());
    InvalidOptionException e = assertThrows(InvalidOptionException.class, () -> level.check("0"));
    assertTrue(e.getMessage().contains("give a value in >0 … ∞"), e.getMessage());
    assertEquals("1.0E-6", level.check("1e-6"));
  }
}
