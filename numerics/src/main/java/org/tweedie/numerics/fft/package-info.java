/** Discrete Fourier transforms in float32 that vectorise over neighbouring columns. */
package org.tweedie.numerics.fft;
