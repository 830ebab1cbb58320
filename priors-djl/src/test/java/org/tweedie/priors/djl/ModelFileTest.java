package org.tweedie.priors.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.spi.Citation;

class ModelFileTest {
  private static final String NETWORK =
      "{\"channels\": 2, \"widths\": [8, 8], \"blocks\": [1, 1], \"embedding\": 8, \"sigmaData\": 0.5}";

  private static ModelFile parse(String key, String value) {
    Map<String, String> metadata = new HashMap<>();
    metadata.put("tweedie.network", NETWORK);
    metadata.put("tweedie.valueRange", "[0.0, 1.0]");
    metadata.put("tweedie.sigmaRange", "[0.1, 1.0]");
    metadata.put("tweedie." + key, value);
    return ModelFile.parse(metadata, "m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "valueRange | [1.0, 0.0]",
        "valueRange | [0.0, 0.0]",
        "valueRange | [0.0]",
        "valueRange | [0.0, 1e999]",
        "valueRange | black to white",
        "sigmaRange | [1.0, 0.1]",
        "sigmaRange | [0.0, 1.0]",
        "sigmaRange | [0.1, 1e999]",
        "sigmaRange | [0.1, 1.0] [0.1, 1.0]",
        "references | [1]"
      })
  void theEntryThatIsWrongIsNamed(String key, String value) {
    InvalidInputException e = assertThrows(InvalidInputException.class, () -> parse(key, value));
    assertTrue(e.getMessage().contains("'tweedie." + key + "'"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"channels\": 2 | \"channels\": 2.5",
        "\"channels\": 2 | \"channels\": 4294967298", // 2 in the lower half of the bits
        "[8, 8] | [4294967304, 8]",
        "[8, 8] | [8, 8.5]",
        "[8, 8] | [-4294967288, 8]",
        "[1, 1] | [1]",
        "\"embedding\": 8 | \"embedding\": 1e9",
        "0.5 | 1e999",
        "0.5 | 0"
      })
  void networksThatCannotBeAreRefused(String good, String bad) {
    assertTrue(NETWORK.contains(good));
    assertThrows(InvalidInputException.class, () -> parse("network", NETWORK.replace(good, bad)));
  }

  @Test
  void nestedTextsPrint() {
    Citation c =
        parse(
                "references",
                "[{\"authors\": \"A\\u001b[5m\", \"title\": \"T\", \"year\": 2022, \"identifier\": \"x\"}]")
            .card()
            .references()
            .get(0);
    assertEquals("A[5m", c.authors());
    assertEquals(2022, c.year());
  }
}
