// One line of a list as one element: name, chips, how long it waits, the last line, and perhaps a button.
// Every text is interpolated, so what a member wrote stays text.
export default {
  props: { path: String, name: String, chips: Array, wait: String, long: Boolean, last: String, take: String },
  emits: ["take"],
  data: () => ({ prefix: "" }),
  mounted() {
    setTimeout(() => { this.prefix = window.path_prefix; }, 0); // known once the page is mounted
  },
  template: `
    <div class="row-case">
      <a :href="prefix + path">
        <div class="name">
          <div>{{ name }}</div>
          <div class="chips"><div v-for="[text, look] in chips" :class="['chip', look]">{{ text }}</div></div>
        </div>
        <div :class="['wait', { long }]">{{ wait }}</div>
        <div class="last">{{ last }}</div>
      </a>
      <q-btn v-if="take" unelevated color="primary" label="接待" :aria-label="take" data-take @click="$emit('take')" />
    </div>`,
};
