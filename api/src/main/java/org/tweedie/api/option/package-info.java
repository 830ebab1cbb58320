/** Typed options: declared once, validated in one place, documented where they are declared. */
package org.tweedie.api.option;
