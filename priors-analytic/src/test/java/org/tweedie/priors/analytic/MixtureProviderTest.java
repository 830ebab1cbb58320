package org.tweedie.priors.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

class MixtureProviderTest {
  private final MixtureProvider provider = new MixtureProvider();

  @TempDir Path folder;

  @Test
  void readsTheFile() throws IOException {
    Context context =
        file("{\"weights\": [0.25, 0.75], \"means\": [[0], [2]], \"covariances\": [[[1]], [[1]]]}");
    assertEquals("real 1", provider.card(context).spacesInWords());
    try (Prior prior = provider.create(context, Space.real(1))) {
      // At a huge noise level the denoiser returns the mean, 1.5.
      Field u = Field.zeros(Space.real(1));
      Denoiser denoiser = prior.capability(Denoiser.class).orElseThrow();
      assertEquals(1.5, denoiser.denoise(List.of(u), 1e5).get(0).data()[0], 1e-6);
    }
  }

  /** Two real coordinates are one complex number as well, and the card says so beforehand. */
  @Test
  void servesRealAndComplexVectors() throws IOException {
    Context context =
        file("{\"weights\": [1], \"means\": [[3, 4]], \"covariances\": [[[1,0],[0,1]]]}");
    PriorCard card = provider.card(context);
    for (Space space : List.of(Space.real(2), Space.complex(1))) {
      assertTrue(card.accepts(space));
      try (Prior prior = provider.create(context, space)) {
        assertEquals(card.spaces(), prior.card().spaces());
        assertEquals(card.name(), prior.card().name());
        Denoiser denoiser = prior.capability(Denoiser.class).orElseThrow();
        Field x = denoiser.denoise(List.of(Field.zeros(space)), 1e5).get(0);
        assertArrayEquals(new float[] {3, 4}, x.data(), 1e-6f);
      }
    }
    assertFalse(card.accepts(Space.complex(2)));
  }

  @Test
  void aByteOrderMarkIsNoFault() throws IOException {
    Context o = file("\uFEFF" + json("[1]", "[[0, 0]]", "[[[1, 0.5], [0.5, 1]]]"));
    assertTrue(provider.card(o).accepts(Space.real(2)));
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    refuses(file("weights: 1"), "mixture.json", "not a JSON object");
    refuses(file("null"), "does not begin with '{'");
    refuses(file("[1]"), "does not begin with '{'");
    refuses(file(""), "does not begin with '{'");
    refuses(file(json("[1]", "[[0]]", "[[[1]]]") + "\n}"), "line 2");
    refuses(file(json("[1]", "[[0]]", "[[[1]]]") + "\n{}"), "something follows it in line 2");
    Files.writeString(
        folder.resolve("mixture.json"), "{\"name\": \"Schädel\"}", StandardCharsets.ISO_8859_1);
    refuses(options(), "mixture.json", "not a JSON object", "UTF-8");
    Files.delete(folder.resolve("mixture.json"));
    refuses(options(), "there is no mixture file", "mixture.json");
    Files.createDirectory(folder.resolve("mixture.json"));
    refuses(options(), "mixture.json", "cannot be read");
  }

  @Test
  void saysWhatIsWrongWithTheNumbers() throws IOException {
    refuses(
        file("{\"weights\": [1], \"covariances\": [[[1]]]}"),
        "mixture.json",
        "means is missing or null, where a list belongs");
    refuses(
        file(json("[1]", "[[0, 0]]", "[[[1, null], [0.5, 1]]]")),
        "covariances[0][0][1] is missing or null, where a number belongs");
    refuses(file(json("[1]", "[[0, 0]]", "[null]")), "covariances[0] is missing or null");
    refuses(file(json("null", "[[0]]", "[[[1]]]")), "weights is missing or null");
    refuses(file(json("[\"1\"]", "[[0]]", "[[[1]]]")), "weights[0] is the text \"1\"");
    refuses(file(json("[1]", "[]", "[[[1]]]")), "means is []");
    refuses(
        file(json("[1]", "[[0, 0]]", "[[[1, 0.5], [0.4, 1]]]")),
        "mixture.json",
        "covariance of component 0 is not symmetric");
  }

  /** Numbers with which an eigenvalue iteration does not end. */
  @Test
  void refusesNumbersBeyondReckoning() throws IOException {
    String[] covariances = {
      "[[1, 1e300], [1e300, 1]]",
      "[[1e308, 1e308], [1e308, 1e308]]",
      "[[1e999, 1], [1, 1]]",
      "[[-1e999, 0], [0, 1]]"
    };
    for (String c : covariances) {
      refuses(
          file(json("[1]", "[[0, 0]]", "[" + c + "]")), "component 0", "not finite or too large");
    }
    refuses(file(json("[1]", "[[1e999]]", "[[[1]]]")), "component 0", "not finite or too large");
    refuses(file(json("[1]", "[[0, 0]]", "[[[1, 1e90], [1e90, 1]]]")), "negative eigenvalue");
    refuses(file(json("[1]", "[[0]]", "[[[-1]]]")), "negative eigenvalue");
  }

  private static String json(String weights, String means, String covariances) {
    return "{\"weights\": "
        + weights
        + ", \"means\": "
        + means
        + ", \"covariances\": "
        + covariances
        + "}";
  }

  private void refuses(Context options, String... words) {
    String sentence =
        assertThrows(TweedieException.class, () -> provider.card(options)).getMessage();
    for (String w : words) {
      assertTrue(sentence.contains(w), "'" + w + "' is not in: " + sentence);
    }
    assertFalse(sentence.contains("Exception"), sentence);
  }

  private Context file(String text) throws IOException {
    Files.writeString(folder.resolve("mixture.json"), text);
    return options();
  }

  private Context options() {
    return Context.of(
        Options.bind(
            provider.options(), Map.of("file", folder.resolve("mixture.json").toString())));
  }
}
