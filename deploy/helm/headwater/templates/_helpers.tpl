{{- define "headwater.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Labels of one side: (list $ "collector"). */}}
{{- define "headwater.selector" -}}
app.kubernetes.io/name: headwater
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "headwater.labels" -}}
{{ include "headwater.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ (index . 0).Chart.Name }}-{{ (index . 0).Chart.Version }}
headwater/region: {{ (index . 0).Values.region }}
{{- end -}}

{{- define "headwater.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "headwater.dataSecret" -}}
{{ .Values.data.existing | default (printf "%s-data" (include "headwater.name" .)) }}
{{- end -}}

{{/* How a side reaches Kafka: (list $ $userSecret). */}}
{{- define "headwater.kafka" -}}
{{- $root := index . 0 -}}
{{- $user := index . 1 -}}
{{- $properties := dict -}}
{{- if $root.Values.kafka.caSecret -}}
{{- $properties = dict "security.protocol" "SSL" "ssl.truststore.type" "PEM" "ssl.truststore.location" "/etc/headwater/secrets/kafka-ca/ca.crt" -}}
{{- end -}}
{{- if $user -}}
{{- $properties = mustMergeOverwrite $properties (dict "security.protocol" (ternary "SASL_SSL" "SASL_PLAINTEXT" (ne $root.Values.kafka.caSecret "")) "sasl.mechanism" "SCRAM-SHA-512" "sasl.jaas.config" "${file:../secrets/kafka-user/sasl.jaas.config}") -}}
{{- end -}}
bootstrapServers: {{ $root.Values.kafka.bootstrapServers | quote }}
properties:
  {{- toYaml (mustMergeOverwrite $properties $root.Values.kafka.properties) | nindent 2 }}
topics:
  partitions: {{ $root.Values.kafka.partitions }}
  replication: {{ $root.Values.kafka.replication }}
{{- end -}}

{{/* What every pod has: (list $ $userSecret $secretOfTheIngestPort). */}}
{{- define "headwater.volumes" -}}
{{- $root := index . 0 -}}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
- name: conf
  projected:
    sources:
      - configMap: {name: {{ include "headwater.name" $root }}-conf}
      - secret: {name: {{ include "headwater.dataSecret" $root }}}
- name: secrets
  projected:
    sources:
      {{- if $root.Values.kafka.caSecret }}
      - secret: {name: {{ $root.Values.kafka.caSecret }}, items: [{key: ca.crt, path: kafka-ca/ca.crt}]}
      {{- end }}
      {{- with index . 1 }}
      - secret: {name: {{ . }}, items: [{key: sasl.jaas.config, path: kafka-user/sasl.jaas.config}]}
      {{- end }}
      {{- with index . 2 }}
      - secret: {name: {{ . }}, items: [{key: tls.crt, path: ingest/tls.crt}, {key: tls.key, path: ingest/tls.key}]}
      {{- end }}
{{- range $root.Values.secrets }}
- name: secret-{{ . | replace "." "-" }}
  secret: {secretName: {{ . }}}
{{- end }}
{{- end -}}

{{- define "headwater.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: conf, mountPath: /etc/headwater/conf, readOnly: true}
- {name: secrets, mountPath: /etc/headwater/secrets, readOnly: true}
{{- range .Values.secrets }}
- {name: secret-{{ . | replace "." "-" }}, mountPath: /etc/headwater/more/{{ . }}, readOnly: true}
{{- end }}
{{- end -}}

{{/* Of every pod. */}}
{{- define "headwater.pod" -}}
serviceAccountName: {{ include "headwater.name" . }}
automountServiceAccountToken: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* Spread over zones and hosts: (list $ "collector"). */}}
{{- define "headwater.spread" -}}
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "headwater.selector" . | nindent 6 }}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "headwater.selector" . | nindent 6 }}
{{- end -}}

{{/* Of every container: what it may do, and how it is asked how it is. */}}
{{- define "headwater.container" -}}
image: {{ include "headwater.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
startupProbe:
  httpGet: {path: /health/live, port: ops}
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /health/live, port: ops}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 3
readinessProbe:
  httpGet: {path: /health/ready, port: ops}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 1
{{- end -}}

{{- define "headwater.token" -}}
{{- with .Values.opsTokenSecret }}
- name: HEADWATER_OPS_TOKEN
  valueFrom:
    secretKeyRef: {name: {{ . }}, key: token}
{{- end }}
{{- end -}}

{{- define "headwater.toKafka" }}
# Names, from the cluster's own servers.
- to:
    - namespaceSelector: {}
      podSelector: {matchLabels: {k8s-app: kube-dns}}
  ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
- to:
    - podSelector: {}
      {{- with .Values.network.kafka.namespace }}
      namespaceSelector:
        matchLabels:
          {{- toYaml . | nindent 10 }}
      {{- end }}
    {{- range .Values.network.kafka.cidrs }}
    - ipBlock: {cidr: {{ . | quote }}}
    {{- end }}
  ports:
    {{- range .Values.network.kafka.ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
{{- end }}
{{- define "headwater.fromMonitoring" }}
- from:
    - namespaceSelector:
        {{- with .Values.network.monitoring }}
        matchLabels:
          {{- toYaml . | nindent 10 }}
        {{- else }}
        {}
        {{- end }}
  ports: [{protocol: TCP, port: 8090}]
{{- end -}}
