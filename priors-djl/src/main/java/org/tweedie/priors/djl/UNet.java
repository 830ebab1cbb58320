package org.tweedie.priors.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;

/**
 * The network F(x; c) inside the denoiser D(u, σ) = c_skip u + c_out F(c_in u; ln(σ)/4) of Karras
 * et al., "Elucidating the design space of diffusion-based generative models" (2022): a residual
 * U-Net without normalisation layers, in the manner of DRUNet (Zhang et al., "Plug-and-play image
 * restoration with deep denoiser prior", 2021). {@code priors-djl/training/unet.py} is its twin.
 *
 * <p>Inputs: x [n, channels, h, w], h and w multiples of {@link Architecture#multiple()}, and c [n]
 * or [1] (one noise level for the whole batch: then scale and shift of each block fold into the
 * weights and cost nothing). Output: [n, channels, h, w].
 *
 * <p>Images are kept with their channels last in memory, where the library's convolutions are
 * fastest; the shapes stay those above.
 */
final class UNet extends AbstractBlock {
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape TWO = new Shape(2, 2);
  private static final Shape NONE = new Shape(0, 0);

  private final Architecture architecture;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  /** A network of this shape, without values. */
  UNet(Architecture architecture) {
    this.architecture = architecture;
    architecture
        .weights()
        .forEach(
            (name, shape) -> {
              Parameter p =
                  Parameter.builder()
                      .setName(name)
                      .setType(name.endsWith("bias") ? Parameter.Type.BIAS : Parameter.Type.WEIGHT)
                      .build();
              byName.put(name, addParameter(p));
            });
  }

  /**
   * Takes the values of the weights.
   *
   * @param manager owns the new arrays
   * @param tensors a tensor for each weight of the architecture
   * @param source names the file in messages
   */
  void load(NDManager manager, Map<String, Safetensors.Tensor> tensors, String source) {
    architecture.weights().forEach((name, shape) -> check(name, shape, tensors.get(name), source));
    byName.forEach((name, parameter) -> parameter.setArray(array(manager, tensors.get(name))));
  }

  private static void check(String name, int[] shape, Safetensors.Tensor t, String source) {
    if (t == null || !Arrays.equals(t.shape(), shape)) {
      throw new InvalidInputException(
          "the model file "
              + source
              + (t == null ? " lacks the weight '" : " has another shape for the weight '")
              + name
              + "' than its network needs",
          "use a file that Tweedie or its training script wrote");
    }
  }

  /** The tensor as an array; weights of convolutions with their channels last in memory. */
  static NDArray array(NDManager manager, Safetensors.Tensor t) {
    // An array made of Java memory borrows that memory, and a view of it does not keep it alive:
    // hence the duplicates, which own theirs and keep the order of the axes.
    int[] s = t.shape();
    if (s.length != 4) {
      long[] extents = Arrays.stream(s).asLongStream().toArray();
      try (NDArray borrowed = manager.create(t.data(), new Shape(extents))) {
        return borrowed.duplicate();
      }
    }
    float[] last = new float[t.data().length];
    int area = s[2] * s[3];
    for (int o = 0; o < s[0]; o++) {
      for (int i = 0; i < s[1]; i++) {
        for (int p = 0; p < area; p++) {
          last[(o * area + p) * s[1] + i] = t.data()[(o * s[1] + i) * area + p];
        }
      }
    }
    try (NDArray borrowed = manager.create(last, new Shape(s[0], s[2], s[3], s[1]));
        NDArray view = borrowed.transpose(0, 3, 1, 2)) {
      return view.duplicate();
    }
  }

  /** The parameter of this name. */
  Parameter parameter(String name) {
    return byName.get(name);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameterStore,
      NDList inputs,
      boolean training,
      PairList<String, Object> params) {
    return new NDList(apply(inputs.get(0), inputs.get(1)));
  }

  /** F(x; c), in the manager of x. Frees everything in between; x and c stay the caller's. */
  NDArray apply(NDArray x, NDArray c) {
    // Results go to the manager of their first operand: what derives from e is small and ends here,
    // and a weight is never a first operand.
    try (NDManager small = x.getManager().newSubManager()) {
      return run(x, embed(c, small));
    }
  }

  private NDArray run(NDArray x, NDArray e) {
    int last = architecture.widths().length - 1;
    NDArray h = conv(x, "head", TWO, TWO);
    Deque<NDArray> skips = new ArrayDeque<>();
    for (int l = 0; l < last; l++) {
      h = blocks(h, "enc." + l, architecture.blocks()[l], e);
      skips.push(h);
      h = conv(h, "down." + l, NONE, TWO);
    }
    h = blocks(h, "mid", architecture.blocks()[last], e);
    for (int l = last - 1; l >= 0; l--) {
      NDArray up = consume(h, conv(h, "up." + l, NONE, ONE));
      h = consume(up, depthToSpace(up));
      try (NDArray skip = skips.pop()) {
        h.addi(skip);
      }
      h = blocks(h, "dec." + l, architecture.blocks()[l], e);
    }
    NDArray tail = consume(h, conv(h, "tail", ONE, ONE));
    return consume(tail, depthToSpace(tail));
  }

  private static NDArray consume(NDArray used, NDArray result) {
    used.close();
    return result;
  }

  // Sixteen frequencies from 1 to 16: c spans about 2.6 over the noise levels of images in [0, 1].
  private NDArray embed(NDArray c, NDManager small) {
    float[] f = new float[Architecture.FEATURES / 2];
    for (int i = 0; i < f.length; i++) {
      f[i] = (float) Math.pow(16, i / (f.length - 1.0));
    }
    NDArray frequencies = small.create(f, new Shape(1, f.length));
    NDArray angle = frequencies.mul(c.reshape(-1, 1));
    return Activation.swish(linear(angle.cos().concat(angle.sin(), 1), "embed"), 1);
  }

  private NDArray linear(NDArray x, String name) {
    return x.getNDArrayInternal()
        .linear(x, value(name + ".weight"), value(name + ".bias"))
        .singletonOrThrow();
  }

  private NDArray blocks(NDArray x, String name, int count, NDArray e) {
    NDArray h = x;
    for (int b = 0; b < count; b++) {
      h = consume(h, block(h, name + "." + b, e));
    }
    return h;
  }

  // x + conv2(gelu((1 + scale) conv1(x) + shift))
  private NDArray block(NDArray x, String name, NDArray e) {
    NDArray mod = linear(e, name + ".mod");
    long width = mod.getShape().get(1) / 2;
    NDList parts = mod.split(new long[] {width}, 1);
    NDArray scale = parts.get(0).add(1);
    NDArray shift = parts.get(1);
    NDArray inner;
    if (scale.getShape().get(0) == 1) {
      NDArray w = scale.reshape(width, 1, 1, 1).mul(value(name + ".conv1.weight"));
      NDArray b = scale.reshape(width).mul(value(name + ".conv1.bias")).add(shift.reshape(width));
      inner = conv(x, w, b, ONE, ONE);
    } else {
      NDArray a = conv(x, name + ".conv1", ONE, ONE);
      NDArray scaled = consume(a, a.mul(scale.reshape(-1, width, 1, 1)));
      inner = consume(scaled, scaled.add(shift.reshape(-1, width, 1, 1)));
    }
    NDArray active = consume(inner, Activation.gelu(inner));
    NDArray out = consume(active, conv(active, name + ".conv2", ONE, ONE));
    out.addi(x);
    return out;
  }

  private NDArray conv(NDArray x, String name, Shape padding, Shape stride) {
    return conv(x, value(name + ".weight"), value(name + ".bias"), padding, stride);
  }

  private static NDArray conv(NDArray x, NDArray w, NDArray b, Shape padding, Shape stride) {
    return x.getNDArrayInternal().convolution(x, w, b, stride, padding, ONE, 1).singletonOrThrow();
  }

  private NDArray value(String name) {
    return byName.get(name).getArray();
  }

  /** [n, 4c, h, w] → [n, c, 2h, 2w]; channel (2 dy + dx) c + k goes to offset (dy, dx). */
  private static NDArray depthToSpace(NDArray x) {
    Shape s = x.getShape();
    long c = s.get(1) / 4;
    NDManager manager = x.getManager();
    try (NDManager scratch = manager.newSubManager()) {
      NDArray last = x.transpose(0, 2, 3, 1);
      last.attach(scratch);
      NDArray out =
          last.reshape(s.get(0), s.get(2), s.get(3), 2, 2, c)
              .transpose(0, 1, 3, 2, 4, 5)
              .reshape(s.get(0), 2 * s.get(2), 2 * s.get(3), c)
              .transpose(0, 3, 1, 2);
      out.attach(manager);
      return out;
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0]};
  }
}
