/** The only source of randomness: numbers keyed by seed, chain, step and purpose. */
package org.tweedie.api.noise;
