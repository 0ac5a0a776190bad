pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk

// Ten digits and a way to take them back; three columns like a telephone, or six in two rows where height is scarce.
GridLayout {
    id: root
    property bool flat: false
    property int keyHeight: 112
    signal typed(digit: string)
    signal erased()
    signal cleared()
    readonly property list<string> order: flat ? ["1", "2", "3", "4", "5", "delete", "6", "7", "8", "9", "0", "clear"]
        : ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "delete"]

    columns: flat ? 6 : 3
    columnSpacing: 18
    rowSpacing: 16
    uniformCellWidths: true

    Repeater {
        model: root.order
        Key {
            required property string modelData
            readonly property bool digit: modelData.length === 1
            objectName: "key_" + modelData
            text: digit ? modelData : modelData === "clear" ? qsTr("清空") : ""
            symbol: modelData === "delete" ? "delete" : ""
            spoken: digit ? modelData : modelData === "clear" ? qsTr("清空") : qsTr("删除一位")
            dark: !digit
            Layout.fillWidth: true
            Layout.preferredHeight: root.keyHeight
            onClicked: digit ? root.typed(modelData) : modelData === "clear" ? root.cleared() : root.erased()
        }
    }
}
